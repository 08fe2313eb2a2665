import { type Stage } from '@basewright/image';

import { toTarget } from './to-target';

/** What keys a target whose stage takes these options. */
const keyOf = (target: string, options: Record<string, unknown>): unknown => {
  const stage: Stage = { package: 'rootfs', executor: '@basewright/rootfs:x', description: '', options, reads: [] };
  return toTarget(target, stage, { image: 'image.json', settings: {} }, []).inputs?.[0];
};

const AMD64 = { platform: 'linux/amd64', outputPath: 'dist/a/x--amd64', label: 'y' };

it('leaves out of the key of a target which platform it is for', () => {
  const armV7 = { ...AMD64, platform: 'linux/arm/v7', outputPath: 'dist/a/x--arm-v7' };
  expect(keyOf('x--arm-v7', armV7)).toEqual(keyOf('x--amd64', AMD64));
});

it.each([
  ['another value', { ...AMD64, label: 'z' }],
  ['another platform than its own', { ...AMD64, platform: 'linux/arm64' }],
  ['a value that ends like a target', { ...AMD64, label: 'y--amd64' }],
  ['one that ends like any', { ...AMD64, label: 'y--' }],
  ['no platform', { ...AMD64, platform: '' }],
])('keys %s differently', (_what, options) => {
  expect(keyOf('x--amd64', options)).not.toEqual(keyOf('x--amd64', AMD64));
});

it('keeps apart values that differ in a platform only', () => {
  expect(keyOf('x--amd64', { label: 'y--amd64' })).not.toEqual(keyOf('x--amd64', { label: 'y--' }));
  expect(keyOf('x--amd64', { label: 'linux/amd64' })).not.toEqual(keyOf('x--amd64', { label: '' }));
  expect(keyOf('x--amd64', { label: 'y--arm64' })).not.toEqual(keyOf('x--amd64', { label: 'y--amd64' }));
});
