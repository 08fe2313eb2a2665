import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import {
  type Artefact,
  compileOutput,
  libraryResolveOutput,
  readStage,
  recordArtefact,
  type RootfsAssembleOutput,
  rootfsAssembleOutput,
  type RootManifest,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { exec, writeAtomic } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';
import { packRoot } from '@basewright/sandbox';
import { dumpTree, inTemporaryDirectory, readTar, repositoryPins } from '@basewright/testing';

import { assembleRootfs } from '../src/assemble';
import { type RootfsAssembleOptions } from '../src/options';

const PLATFORM = 'linux/amd64';
const SOURCE_DATE = 1_700_000_000;

const ELF: ElfFacts = {
  machine: 62,
  bits: 64,
  endian: 'little',
  type: 'shared',
  interpreter: null,
  needed: [],
  soname: null,
  runpath: [],
  rpath: [],
  static: true,
  pie: true,
  relro: true,
  bindNow: true,
  textrel: false,
  executableStack: false,
  segmentAlignment: 4096,
  instructionSets: [],
  versionsNeeded: {},
  versionsDefined: [],
  stripped: true,
};

const OPTIONS: RootfsAssembleOptions = {
  outputPath: 'dist/rootfs',
  platform: PLATFORM,
  libc: 'glibc',
  compile: 'dist/compile',
  libraryResolve: 'dist/libraries',
  toolchain: 'dist/toolchain',
  name: 'tiny',
  users: [{ name: 'app', uid: 5_000_000, home: '/srv/app' }],
  files: [{ source: 'files', path: '/', owner: 'app' }],
  links: { '/usr/bin/python': 'python3' },
};

/** bytes of a file that compress, but not to nothing. */
const PROGRAM = Buffer.from(Array.from({ length: 60_000 }, (_value, index) => (index * index) % 251));

const NOTHING_TO_SAY = { packages: [], debian: null, gaps: [], remarks: [], departures: [] };

let pack: RootManifest;

beforeAll(async () => {
  pack = (await packRoot(await repositoryPins())).root;
}, 300_000);

/** The stages before this one, as small as they can be, and files of an author. */
async function workspaceIn(root: string): Promise<void> {
  const placed = async (directory: string, path: string, bytes: Uint8Array): Promise<Artefact> => {
    await writeAtomic(join(directory, path), bytes, 0o755);
    return recordArtefact(directory, path);
  };
  await writeStage(join(root, 'dist/compile'), compileOutput, PLATFORM, async (directory) => {
    const busybox = await placed(directory, 'busybox', PROGRAM);
    const getconf = await placed(directory, 'getconf', Buffer.from('getconf'));
    const applets = ['/bin/ls', '/bin/sh', '/usr/bin/[', '/usr/bin/env'].map((path) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      path,
    }));
    const body = {
      libc: 'glibc' as const,
      version: '1.38.0',
      sourceDate: SOURCE_DATE,
      applets,
      patches: [],
      busybox: { file: busybox, elf: ELF },
      getconf: { file: getconf, elf: ELF },
      unstripped: busybox,
      hardening: [],
    };
    return { body, inputs: {} };
  });
  await writeStage(join(root, 'dist/libraries'), libraryResolveOutput, PLATFORM, async (directory) => {
    const file = await placed(directory, 'libc.so.6', Buffer.from('libc'));
    const nsswitch = await placed(directory, 'nsswitch.conf', Buffer.from('hosts: files dns\n'));
    const library = { path: '/lib/libc.so.6', file, package: 'libc6', version: '2.41', neededBy: ['/bin/busybox'] };
    const files = { '/etc/nsswitch.conf': nsswitch };
    const body = { libraries: [library], programs: [], links: { '/lib64': 'lib' }, files, ...NOTHING_TO_SAY };
    return { body, inputs: {} };
  });
  await writeStage(join(root, 'dist/toolchain'), toolchainOutput, PLATFORM, () =>
    Promise.resolve({
      body: { libc: 'glibc' as const, suite: 'trixie', build: pack, pack, departures: [] },
      inputs: {},
    }),
  );
  const deep = join(root, 'files/opt', 'd'.repeat(120), 'e'.repeat(120));
  await mkdir(deep, { recursive: true });
  await writeFile(join(deep, 'grüße'), 'hello\n');
  await writeFile(join(root, 'files/opt/run'), '#!/bin/sh\n');
  await chmod(join(root, 'files/opt/run'), 0o700);
  await symlink('run', join(root, 'files/opt/latest'));
}

async function assembled(root: string, changes: Partial<RootfsAssembleOptions> = {}): Promise<RootfsAssembleOutput> {
  return assembleRootfs({ ...OPTIONS, ...changes }, root);
}

it('leaves a layer that GNU tar reads as it was meant', async () => {
  await inTemporaryDirectory(async (root) => {
    await workspaceIn(root);
    await assembled(root);
    const stage = await readStage(join(root, OPTIONS.outputPath), rootfsAssembleOutput, PLATFORM);
    const tar = await stage.file(stage.body.tar);
    const { stdout, stderr } = await exec('tar', ['--numeric-owner', '--full-time', '-tvf', tar]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' '));
    expect(stderr).toBe('');
    const time = '2023-11-14 22:13:20';
    expect(lines.slice(0, 4)).toEqual([
      `drwxr-xr-x 0/0 0 ${time} ./`,
      `drwxr-xr-x 0/0 0 ${time} bin/`,
      `-rwxr-xr-x 0/0 60000 ${time} bin/busybox`,
      `-rwxr-xr-x 0/0 7 ${time} bin/getconf`,
    ]);
    expect(lines.slice(-4)).toEqual([
      `hrwxr-xr-x 0/0 0 ${time} bin/ls link to bin/busybox`,
      `hrwxr-xr-x 0/0 0 ${time} bin/sh link to bin/busybox`,
      `hrwxr-xr-x 0/0 0 ${time} usr/bin/[ link to bin/busybox`,
      `hrwxr-xr-x 0/0 0 ${time} usr/bin/env link to bin/busybox`,
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        `lrwxrwxrwx 0/0 0 ${time} lib64 -> lib`,
        `-rw------- 0/0 149 ${time} etc/shadow`,
        `drwxrwxrwt 0/0 0 ${time} tmp/`,
        `drwxr-xr-x 5000000/5000000 0 ${time} srv/app/`,
        `lrwxrwxrwx 5000000/5000000 0 ${time} opt/latest -> run`,
      ]),
    );
    // What an author may edit has a time of its content, before that of the rest.
    const own = lines
      .filter((line) => /^-.* opt\//.test(line))
      .map((line) => /^(\S+ \S+ \d+) (\S+ \S+) (.*)$/.exec(line));
    expect(own.map((found) => `${found?.[1] ?? ''} ${found?.[3] ?? ''}`)).toEqual([
      `-rw-r--r-- 5000000/5000000 6 opt/${'d'.repeat(120)}/${'e'.repeat(120)}/grüße`,
      '-rwxr-xr-x 5000000/5000000 10 opt/run',
    ]);
    const times = own.map((found) => found?.[2] ?? '');
    expect(new Set([...times, time]).size).toBe(3);
    expect([...times, time].sort().at(-1)).toBe(time);
    const listed = await readFile(await stage.file(stage.body.listing), 'utf8');
    expect(listed.trimEnd().split('\n')).toHaveLength(lines.length);
  });
}, 120_000);

it('unpacks to names of one file', async () => {
  await inTemporaryDirectory(async (root) => {
    await workspaceIn(root);
    const { layer } = await assembled(root);
    const out = join(root, 'out');
    await mkdir(out);
    await exec('tar', ['--no-same-owner', '-xzf', join(root, OPTIONS.outputPath, layer.path), '-C', out]);
    const names = ['bin/busybox', 'bin/sh', 'usr/bin/[', 'usr/bin/env'].map((name) => lstatSync(join(out, name)).ino);
    expect(new Set(names).size).toBe(1);
    expect(await readFile(join(out, 'usr/bin/env'))).toEqual(PROGRAM);
  });
}, 120_000);

it('compresses the same bytes, with neither name nor time in the gzip header', async () => {
  await inTemporaryDirectory(async (root) => {
    await workspaceIn(root);
    const { tar, layer } = await assembled(root);
    const compressed = await readFile(join(root, OPTIONS.outputPath, layer.path));
    const whole = createHash('sha256').update(gunzipSync(compressed)).digest('hex');
    expect(whole).toBe(tar.sha256);
    // RFC 1952: FLG and MTIME are 0; XFL 2 is "slowest", OS 255 "unknown".
    expect(compressed.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff');
    expect([tar.mode, layer.mode]).toEqual([0o644, 0o644]);
  });
}, 120_000);

it('gives the same bytes in another directory, with another umask and other times on disk', async () => {
  const outcomes: string[] = [];
  for (const [umask, name] of [
    [0o022, 'a'],
    [0o077, 'another-place'],
  ] as const) {
    const before = process.umask(umask);
    try {
      await inTemporaryDirectory(async (directory) => {
        const root = join(directory, name);
        await workspaceIn(root);
        await utimes(join(root, 'files/opt/run'), umask, umask);
        const { outputPath } = OPTIONS;
        await assembled(root);
        outcomes.push(await readFile(join(root, outputPath, 'stage.json'), 'utf8'));
      });
    } finally {
      process.umask(before);
    }
  }
  expect(outcomes[1]).toBe(outcomes[0]);
}, 120_000);

it('makes applets symbolic links on request', async () => {
  await inTemporaryDirectory(async (root) => {
    await workspaceIn(root);
    await assembled(root, { appletLinks: 'symbolic' });
    expect(dumpTree(await readTar(join(root, OPTIONS.outputPath, 'layer.tar.gz')))).toMatchObject({
      '/': 'dir 0755',
      '/bin/sh': 'symlink busybox',
      '/usr/bin/env': 'symlink ../../bin/busybox',
      '/opt/run': 'file 0755 5000000:5000000',
    });
  });
}, 120_000);

it('keeps what was there when it refuses its options', async () => {
  await inTemporaryDirectory(async (root) => {
    await workspaceIn(root);
    const before = await assembled(root);
    await expect(
      assembled(root, { links: { '/bin/sh': 'x' }, files: [{ source: 'gone', path: '/gone' }] }),
    ).rejects.toThrow(
      '2 mistakes\n  rootfs.files[0] (gone): there is no such file in the workspace\n  /bin/sh: two entries, a hard link from applet sh',
    );
    await expect(assembled(root, { libc: 'musl' })).rejects.toThrow('dist/compile was compiled for glibc');
    expect((await readStage(join(root, OPTIONS.outputPath), rootfsAssembleOutput, PLATFORM)).body).toEqual(before);
  });
}, 120_000);
