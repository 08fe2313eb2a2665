import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  libraryResolveOutput,
  type LibraryResolveOutput,
  readStage,
  rootfsAssembleOutput,
} from '@basewright/contracts';
import { unpackLayers } from '@basewright/oci';
import { runInSandbox } from '@basewright/sandbox';

import { archiveSettings } from '../packages/stages/library-resolve/test/stage-fixture';
import { expectGoldenDigests } from './golden-digests';
import { Workspace } from './workspace';

const PROJECT = 'busybox-glibc-net';
const TARGET = `${PROJECT}:library-resolve--amd64`;

const workspace = new Workspace();
workspace.buildFor(PROJECT, 'linux/amd64');
const scratch = mkdtempSync(join(tmpdir(), 'basewright-libraries-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const output = (target: string): string => join(workspace.root, 'dist/images', PROJECT, target);
const tree = join(scratch, 'tree');
let resolved: LibraryResolveOutput;

beforeAll(async () => {
  // All that the image asks for is pinned; what is only looked for is looked up in an archive of packages that are.
  const targets = { 'library-resolve--amd64': { options: { debian: await archiveSettings() } } };
  workspace.write(`images/${PROJECT}/project.json`, JSON.stringify({ targets }));
  // BusyBox's own suite has passed on the same binary, in images.test.ts.
  for (const args of [['publish'], ['test--amd64', '--upstream=never']] as const) {
    const run = workspace.nx(['run', `${PROJECT}:${args[0]}`, ...args.slice(1)]);
    if (run.exitCode !== 0) throw new Error(run.output);
  }
  resolved = (await readStage(output('library-resolve--amd64'), libraryResolveOutput, 'linux/amd64')).body;
  const rootfs = await readStage(output('rootfs-assemble--amd64'), rootfsAssembleOutput, 'linux/amd64');
  await unpackLayers([{ file: await rootfs.file(rootfs.body.tar) }], 'the image', tree);
});

it('has the digests of digests.json', () => expectGoldenDigests(workspace, { [PROJECT]: ['linux/amd64'] }));

/** The standard output of a program in the image. */
async function inImage(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await runInSandbox({ root: tree, program, args, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  return stdout;
}

it('has the libraries that its list asks for, and no file of another origin in /lib', () => {
  const reasons = new Map(resolved.libraries.map(({ path, neededBy }) => [path, neededBy]));
  const asked = workspace.read(`images/${PROJECT}/lib-requires.txt`).match(/^lib\S+/gm) ?? [];
  expect(asked.length).toBe(14);
  for (const name of asked)
    expect([...reasons].filter(([, by]) => by.includes(`lib-requires.txt: ${name}`)).length).toBeGreaterThan(0);
  const links = Object.keys(resolved.links).filter((path) => path.startsWith('/lib/'));
  expect(
    readdirSync(join(tree, 'lib'))
      .map((name) => `/lib/${name}`)
      .sort(),
  ).toEqual([...reasons.keys(), ...links].sort());
});

it('runs its programs, which BusyBox gives way to', async () => {
  expect(await inImage('ip', '-V')).toMatch(/^ip utility, iproute2-/);
  expect(await inImage('/sbin/ip', '-V')).toMatch(/^ip utility, iproute2-/);
  expect(await inImage('ip', '-brief', 'addr', 'show', 'lo')).toMatch(/^lo .*127\.0\.0\.1\/8/);
  expect(await inImage('ip', 'addr')).toContain('inet 127.0.0.1/8');
  expect(await inImage('ethtool', '--version')).toMatch(/^ethtool version \d/);
});

it('says what glibc has made part of itself, and what programs may ask for and not find', () => {
  const said = workspace.nx(['run', TARGET]).output;
  for (const name of ['libpthread', 'libdl', 'librt'])
    expect(said).toMatch(new RegExp(`note: lib-requires\\.txt: ${name}: glibc has made it part of libc\\.so\\.6`));
  expect(said).toContain('note: lib-requires.txt: libpcre: no library is called that; taken are those that begin so');
  expect(said).toMatch(/%s\/link_%s\.so is opened by name, and is not in the image \(\/usr\/bin\/ip\)\n +to fill it: /);
});

it('tells where a library is, and leaves the stage as it is', () => {
  const stage = (): string => workspace.read(`dist/images/${PROJECT}/library-resolve--amd64/stage.json`);
  const before = stage();
  const find = (name: string): string =>
    workspace.nx(['g', '@basewright/nx:where', name, `--project=${PROJECT}`, '--platform=linux/amd64']).output;
  const numa =
    /libnuma\.so\.1\n +package +libnuma1 \S+\n.*\n +in the image +\/lib\/libnuma\.so\.1 .*\n +because of +lib-requires\.txt: libnuma -> \/lib\/libnuma\.so\.1/;
  expect(find('libnuma')).toMatch(numa);
  expect(find('libselinux')).toContain('/usr/bin/ip -> /lib/libselinux.so.1');
  // What is not in the image is looked up in an index, which a mirror may lack today: that is said, not that nobody has it.
  const noIndex = 'cannot read the file index of trixie \\(amd64\\)';
  const ssl =
    'libssl\\.so\\.3\\n +package +libssl3t64\\n.*\\n +in the image +no .*\\n +to add it +"libraries": \\["libssl\\.so\\.3"\\]';
  expect(find('libssl')).toMatch(new RegExp(`${ssl}|${noIndex}`));
  expect(find('libnuna')).toMatch(new RegExp(`cannot find library "libnuna"|${noIndex}`));
  expect(stage()).toBe(before);
  expect(find('libnuma')).toMatch(numa);
  const again = workspace.nx(['run', TARGET]);
  expect(again.ran).toEqual([]);
  expect(again.output).toContain('note: lib-requires.txt: libpcre: no library is called that');
  expect(stage()).toBe(before);
});

it('runs again when the list changes, and stops where the set is the same', () => {
  const list = `images/${PROJECT}/lib-requires.txt`;
  workspace.edit(list, (text) => `${text}# a remark\n`);
  const run = workspace.nx(['run', `${PROJECT}:publish`]);
  expect(run.ran).toEqual([TARGET]);
});

it('is what the README shows', () => {
  const [, shown = ''] =
    /```jsonc\n\/\/ images\/busybox-glibc-net\/image\.json[^\n]*\n([^`]*)```/.exec(workspace.read('README.md')) ?? [];
  const example = JSON.parse(shown.replace(/\/\/.*/g, '')) as object;
  expect(Object.keys(example)).toEqual(['libraries', 'programs']);
  expect(JSON.parse(workspace.read(`images/${PROJECT}/image.json`))).toMatchObject(example);
  expect(workspace.read('README.md')).toContain(`npx nx g @basewright/nx:where libnuma --project=${PROJECT}\n`);
});
