import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { imageFiles } from './base-projects';
import { inferImage } from './plugin';
import { lockInputs } from './targets/lock-inputs';

const workspace = mkdtempSync(join(tmpdir(), 'base-projects-'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});

const built = (platforms: string[], more = {}): object => ({
  libc: 'musl',
  busybox: { version: '1.38.0' },
  platforms,
  ...more,
});
const from = (base: string, platforms: string[] = ['linux/amd64']): object => ({ from: base, platforms });
const WRITTEN: Record<string, object> = {
  tiny: built(['linux/amd64', 'linux/arm64']),
  'other-name': built(['linux/amd64'], { name: 'named' }),
  app: from('tiny'),
  more: from('app'),
  'of-named': from('named'),
  misspelt: from('tinny'),
  s390x: from('tiny', ['linux/amd64', 'linux/s390x']),
  owners: { ...from('tiny'), rootfs: { directories: [{ path: '/x', owner: 'ap' }] } },
  users: { ...from('tiny'), rootfs: { users: [{ name: 'app', uid: 1600 }] } },
  'on-users': {
    ...from('users', ['linux/amd64', 'linux/386']),
    rootfs: { users: [{ name: 'web', uid: 1600 }] },
    image: { user: 'ap' },
  },
  packaged: { ...from('users'), packages: ['nginx-light'], image: { user: 'www-dat' } },
  'on-packaged': { ...from('packaged'), image: { user: 'nginx' } },
  self: from('self'),
  hen: from('egg'),
  egg: from('hen'),
  'into-circle': from('hen'),
  broken: { from: 'tiny' },
  'on-broken': from('broken'),
  foreign: from(`localhost:5000/base@sha256:${'ab'.repeat(32)}`),
};
const files = Object.keys(WRITTEN).map((name) => `images/${name}/image.json`);
for (const [name, content] of Object.entries(WRITTEN)) {
  const file = join(workspace, 'images', name, 'image.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
const known = { images: imageFiles(workspace, files), locks: lockInputs(join(workspace, 'none')) };
const infer = (name: string): ReturnType<typeof inferImage> =>
  inferImage(workspace, `images/${name}/image.json`, undefined, known);

it.each([
  ['app', 'tiny'],
  ['more', 'app'],
  ['of-named', 'named'],
  ['into-circle', 'hen'],
  ['on-broken', 'broken'],
])('%s depends on the project %s, and on its image of the platform', (name, base) => {
  const { implicitDependencies, targets = {} } = infer(name);
  expect(implicitDependencies).toEqual([base]);
  expect(targets['layer-assemble--amd64']?.dependsOn).toEqual([{ projects: [base], target: 'layout--amd64' }]);
  expect(Object.keys(targets).sort()).toEqual([
    ...['layer-assemble', 'layer-assemble--amd64', 'layout', 'layout--amd64', 'publish', 'publish--amd64'],
    ...['report', 'run', 'sbom', 'sbom--amd64', 'test', 'test--amd64', 'vex', 'vex--amd64'],
  ]);
});

it('depends on no project when the base is none', () => {
  expect(infer('foreign').implicitDependencies).toEqual([]);
});

it.each([
  [
    'misspelt',
    'cannot use images/misspelt/image.json: 1 mistake\n  from: there is no image project "tinny" (did you mean "tiny"?)',
  ],
  ['s390x', 'platforms[1]: tiny is not built for linux/s390x; its platforms are linux/amd64, linux/arm64'],
  ['owners', 'rootfs.directories[0].owner: owner "ap": there is no user "ap"'],
  [
    'on-users',
    [
      '3 mistakes',
      '  platforms[1]: users is not built for linux/386; its platforms are linux/amd64',
      "  rootfs.users[0]: user web: number 1600 is app's already",
      '  image.user: there is no user "ap" in the image (did you mean "app"?) [unknown-user]',
    ].join('\n'),
  ],
  ['self', 'from: self is made on self: that is a circle'],
  ['hen', 'from: hen is made on egg is made on hen: that is a circle'],
  ['egg', 'from: egg is made on hen is made on egg: that is a circle'],
])('refuses %s: %s', (name, message) => {
  expect(() => infer(name)).toThrow(message);
});

it.each(['packaged', 'on-packaged'])('leaves it to the build whom packages bring: %s', (name) => {
  expect(() => infer(name)).not.toThrow();
});
