import { buildTargetOf, forPlatform } from './builds';
import { parseImageFile } from './parse-image-file';

const image = (builds: object, files: readonly object[]): string =>
  JSON.stringify({ from: 'base', platforms: ['linux/amd64', 'linux/arm/v7'], builds, rootfs: { files } });
const FILE = { from: 'api', source: 'serve', path: '/serve' };

it('fills in platforms as targets, Debian and GNU spell them', () => {
  expect(forPlatform('{platform} {arch} {triplet} {else}', 'linux/arm/v7')).toBe(
    'arm-v7 armhf arm-linux-gnueabihf {else}',
  );
});

it.each([
  ['api:build', { project: 'api', target: 'build' }],
  ['api:build--{platform}', { project: 'api', target: 'build--arm-v7' }],
  ['@team/api:build:prod', { project: '@team/api', target: 'build:prod' }],
  [
    { 'linux/amd64': 'api:x64', 'linux/arm/v7': 'api:arm' },
    { project: 'api', target: 'arm' },
  ],
])('takes %j', (build, target) => {
  expect(() => parseImageFile('a/image.json', image({ api: build }, [FILE]))).not.toThrow();
  expect(buildTargetOf(build, 'linux/arm/v7')).toEqual(target);
});

it.each<[string, object, object, string]>([
  ['no target', { api: 'api' }, FILE, 'builds.api: expected a project and a target of it, as in "api:build"'],
  ['a pattern', { api: 'api:build*' }, FILE, 'builds.api: expected a project and a target'],
  ['a name that is none', { 'a b': 'api:build' }, FILE, 'builds["a b"]: expected a name'],
  ['no build', {}, FILE, '.from: there is no build "api"; name its target: "builds": { "api": "project:target" }'],
  ['a misspelt build', { apj: 'api:build' }, FILE, '.from: there is no build "api" (did you mean "apj"?)'],
  [
    'a build for nothing',
    { api: 'a:b', b: 'a:b' },
    FILE,
    'builds.b: no entry of rootfs.files takes anything "from": "b"',
  ],
  [
    'a misspelt platform',
    { api: { 'linux/amd64': 'a:b', 'linux/armv7': 'a:b' } },
    FILE,
    'did you mean "linux/arm/v7"?',
  ],
  ['a platform too few', { api: { 'linux/amd64': 'a:b' } }, FILE, 'builds.api: has no target for linux/arm/v7'],
  ['a placeholder', { api: 'api:build-{archs}' }, FILE, 'builds.api: {archs} is not filled in (did you mean "arch"?)'],
  ['a way out', { api: 'a:b' }, { ...FILE, source: 'a/../../b' }, '.source: a/../../b is not below the outputs'],
  ['a place of the machine', { api: 'a:b' }, { ...FILE, source: '/b' }, '.source: /b is not below the outputs'],
])('refuses %s', (_what, builds, file, complaint) => {
  expect(() => parseImageFile('a/image.json', image(builds, [file]))).toThrow(complaint);
});
