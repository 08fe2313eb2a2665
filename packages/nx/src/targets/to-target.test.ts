import { type Stage } from '@basewright/pipeline';

import { toTarget } from './to-target';

/** What keys a target whose stage takes these options. */
const keyOf = (target: string, options: Record<string, unknown>): unknown => {
  const stage = { stage: 'rootfs-assemble', description: '', options, reads: [] } as unknown as Stage;
  return toTarget(target, stage, { image: 'image.json', settings: {} }, [], () => ({ runtime: '' })).inputs?.[0];
};

it('leaves out of the key of a target which platform it is for', () => {
  const amd64 = { platform: 'linux/amd64', outputPath: 'dist/a/x--amd64' };
  const armV7 = { platform: 'linux/arm/v7', outputPath: 'dist/a/x--arm-v7' };
  expect(keyOf('x--arm-v7', armV7)).toEqual(keyOf('x--amd64', amd64));
});

it.each([
  ['values', { label: 'y' }, { label: 'z' }],
  ['other platforms', { platform: 'linux/arm64' }, { platform: 'linux/arm/v7' }],
  ['its own platform and another', { platform: 'linux/amd64' }, { platform: 'linux/arm64' }],
  ['its own platform and none', { platform: 'linux/amd64' }, { platform: '' }],
  ['values that differ in the end of its name', { label: 'y--amd64' }, { label: 'y--' }],
  ['ends of its name and of another', { label: 'y--amd64' }, { label: 'y--arm64' }],
])('keeps apart %s', (_what, one, other) => {
  expect(keyOf('x--amd64', one)).not.toEqual(keyOf('x--amd64', other));
});

it('keys a target by the commit that it takes a date from', () => {
  const stage = { stage: 'rootfs-assemble', description: '', options: {}, reads: [], lastCommitOf: ['a'] };
  const { inputs } = toTarget('x', stage as unknown as Stage, { image: 'image.json', settings: {} }, [], () => ({
    runtime: '',
  }));
  expect(inputs?.[0]).toMatchObject({ runtime: expect.stringMatching(/^echo .*; git .* ':\(literal\)a' /) as string });
});
