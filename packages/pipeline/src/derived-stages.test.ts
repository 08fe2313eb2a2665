import { type ImageSettings, isDerived, parseImageFile, resolveImageSettings } from '@basewright/image';

import { derivedStages } from './derived-stages';
import { imagePaths } from './image-paths';
import { type Stage } from './stage';

function stagesOf(fields: Record<string, unknown> = {}, settings?: ImageSettings): Record<string, Stage> {
  const written = { from: 'tiny', platforms: ['linux/arm/v7', 'linux/amd64'], ...fields };
  const image = parseImageFile('images/app/image.json', JSON.stringify(written));
  if (!isDerived(image)) throw new Error('the image is made on another');
  const paths = imagePaths('images/app', 'app');
  return derivedStages({ name: 'app', image, paths, settings: resolveImageSettings(settings) });
}

const base = (name: string): object => ({ project: 'tiny', target: `layout--${name}` });

it('has no stage that fetches, configures or compiles', () => {
  const perPlatform = ['amd64', 'arm-v7'].flatMap((name) => [
    ...[`layer-assemble--${name}`, `layout--${name}`, `sbom--${name}`, `test--${name}`, `vex--${name}`],
  ]);
  expect(Object.keys(stagesOf()).sort()).toEqual([...perPlatform, 'layout', 'report', 'run'].sort());
});

it('tests the whole image, and reports what was added to the base', () => {
  const accept = [{ finding: 'missing-library', path: '/opt/x', reason: 'it is mounted' }];
  const { report, 'test--amd64': test } = stagesOf({ accept });
  const directory = 'dist/images/app/layer-assemble--amd64';
  expect(test).toMatchObject({
    reads: ['layer-assemble--amd64', 'layout--amd64'],
    options: { layerAssemble: directory, publish: 'dist/images/app/publish--amd64', accept },
  });
  expect(report).toMatchObject({
    reads: ['layer-assemble--amd64', 'layer-assemble--arm-v7'],
    options: { from: 'tiny', layers: [{ platform: 'linux/amd64', directory }, { platform: 'linux/arm/v7' }] },
  });
});

it('reads what the base publishes for each platform', () => {
  const { layout, 'layout--amd64': native, 'layer-assemble--amd64': layer } = stagesOf();
  expect(layer).toMatchObject({ reads: [base('amd64')], options: { base: 'dist/images/tiny/publish--amd64' } });
  expect(native?.reads).toEqual(['layer-assemble--amd64', base('amd64')]);
  expect(layout?.reads).toEqual(['layer-assemble--amd64', 'layer-assemble--arm-v7', base('amd64'), base('arm-v7')]);
  expect(layout?.options).toMatchObject({
    rootfs: [
      {
        platform: 'linux/amd64',
        directory: 'dist/images/app/layer-assemble--amd64',
        base: 'dist/images/tiny/publish--amd64',
      },
      { platform: 'linux/arm/v7' },
    ],
  });
});

it('hands on what the author says of the container, and nothing else', () => {
  const layout = stagesOf({ image: { user: 'app' } })['layout'];
  if (layout?.stage !== 'publish') throw new Error('the layout is written by publish');
  expect(layout.options.config).toEqual({ user: 'app', env: {}, labels: {}, exposedPorts: [], volumes: [] });
});

it('names the files of the layer, beside image.json', () => {
  const files = [{ source: './motd', path: '/etc/motd' }];
  expect(stagesOf({ rootfs: { files } })['layer-assemble--amd64']).toMatchObject({
    options: { files: [{ source: 'images/app/motd', path: '/etc/motd' }] },
    files: ['images/app/motd'],
  });
});

it("dates the image's own layer by the commits of what image.json names", () => {
  const files = [{ source: './motd', path: '/etc/motd' }];
  const lastCommitOf = ['images/app/image.json', 'images/app/motd'];
  expect(stagesOf({ rootfs: { files }, image: { created: 'git' } })['layer-assemble--amd64']).toMatchObject({
    options: { created: { lastCommitOf } },
    lastCommitOf,
  });
});

it('tags the index, and says where it is pushed; a version is told where a tag tells one', () => {
  const { layout, 'layout--amd64': native } = stagesOf({
    tags: ['2.1', 'latest'],
    registry: 'localhost:5000/{name}',
  });
  expect(layout).toMatchObject({
    pushed: true,
    options: {
      tags: ['2.1', 'latest'],
      registry: 'localhost:5000/{name}',
      refName: 'app:2.1',
      annotations: { 'org.opencontainers.image.version': '2.1' },
    },
  });
  expect(native?.options).not.toHaveProperty('registry');
  expect(stagesOf()['layout']?.options).toMatchObject({ tags: ['latest'], annotations: {} });
});
