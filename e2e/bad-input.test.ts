import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';

import { archiveSettings } from '../packages/stages/library-resolve/test/stage-fixture';
import { type More, tinyImage } from './tiny-image';
import { type RunOptions, Workspace } from './workspace';

const IMAGE = 'images/tiny/image.json';
const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-bad-input-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});
const layout = (): string => sha256(readFileSync(join(workspace.root, 'dist/images/tiny/publish/oci/index.json')));
let good = '';

beforeAll(async () => {
  // What a wrong name is nearest to is looked up in an archive that is the same every day.
  const targets = { 'library-resolve--amd64': { options: { debian: await archiveSettings() } } };
  workspace.write('images/tiny/project.json', JSON.stringify({ targets }));
  workspace.write(IMAGE, tinyImage());
  const run = workspace.nx(['run', 'tiny:publish']);
  if (run.exitCode !== 0) throw new Error(run.output);
  good = layout();
});

/** With a good image.json again everything comes from the cache: the failed run has spoilt nothing. */
afterEach(() => {
  workspace.write(IMAGE, tinyImage());
  const run = workspace.nx(['run', 'tiny:publish']);
  expect(run.exitCode).toBe(0);
  expect(run.ran).toEqual([]);
  expect(layout()).toBe(good);
});

/** What `nx run tiny:publish` says when it fails: a message for people, without a stack. */
function failure(options: RunOptions = {}): string {
  const { exitCode, output } = workspace.nx(['run', 'tiny:publish'], options);
  // Nx ends with 130 instead of 1 when tasks that depend on the failed one were left out.
  expect([1, 130]).toContain(exitCode);
  expect(output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  return output;
}

const patch = (file: string, from: string, to: string): string =>
  [`--- a/${file}`, `+++ b/${file}`, '@@ -1 +1 @@', `-${from}`, `+${to}`, ''].join('\n');

interface Case {
  readonly what: string;
  readonly image: More & { readonly busybox?: More };
  readonly says: readonly (RegExp | string)[];
}

const release = (more: More): Case['image'] => ({ busybox: { version: '9.9.9', ...more } });

const CASES: readonly Case[] = [
  {
    what: 'a symbol that does not exist',
    image: { busybox: { unset: ['FEATURE_EDITNG'] } },
    says: ['cannot', 'FEATURE_EDITNG', /did you mean "?FEATURE_EDITING/],
  },
  {
    what: 'a symbol that cannot be set',
    image: { busybox: { unset: ['ASH'], set: { BUSYBOX: true, CAT: true, ASH_ALIAS: true, SH_IS_NONE: true } } },
    says: ['ASH_ALIAS', /\bASH\b/],
  },
  {
    what: 'a patch that does not apply',
    image: { busybox: { patches: ['./misfit.patch'] } },
    says: ['misfit.patch', 'README', 'hint:'],
  },
  {
    what: 'a compile error',
    image: { busybox: { patches: ['./syntax.patch'] } },
    says: [/echo\.c:1:.*error/, /the whole log is \S+\.log/],
  },
  {
    what: 'libraries and programs that no package has, or that are for another machine',
    image: {
      libc: 'glibc',
      libraries: ['libnowhere.so.7', 'libnuna'],
      programs: [
        { package: 'iproute22', path: '/usr/bin/ip' },
        { package: 'libc6-arm64-cross', path: '/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1' },
      ],
    },
    says: [
      'cannot resolve the libraries for linux/amd64:',
      /libraries\[0\].*libnowhere\.so\.7/,
      /libraries\[1\].*did you mean "numa"/,
      /programs\[0\]\.package.*iproute22.*did you mean "iproute2"/,
      /programs\[1\].*it is for linux\/arm64, the image is for linux\/amd64/,
    ],
  },
  {
    what: 'two entries at one path',
    image: { rootfs: { files: [{ source: './misfit.patch', path: '/etc/x' }], links: { '/etc/x': 'passwd' } } },
    says: ['/etc/x', 'files[0]', 'links['],
  },
  {
    what: 'a tarball with another digest',
    image: release({ sha256: '0'.repeat(64), mirrors: ['file:./misfit.patch'] }),
    says: ['sha256', '0'.repeat(64), 'misfit.patch'],
  },
  {
    what: 'no mirror that answers',
    image: release({
      sha256: '0'.repeat(64),
      mirrors: ['https://nowhere.invalid/a.tar.bz2', 'file:./nothing.tar.bz2'],
    }),
    says: [
      /nowhere\.invalid.*(ENOTFOUND|EAI_AGAIN|not.*resolve|no such host)/i,
      /nothing\.tar\.bz2.*(ENOENT|no such file|does not exist)/i,
    ],
  },
];

describe('image.json asks for', () => {
  beforeAll(() => {
    workspace.write('images/tiny/misfit.patch', patch('README', 'not the first line', 'other'));
    workspace.write(
      'images/tiny/syntax.patch',
      [
        '--- a/coreutils/echo.c',
        '+++ b/coreutils/echo.c',
        '@@ -1,1 +1,2 @@',
        '+int basewright = ;',
        ' /* vi: set sw=4 ts=4: */',
        '',
      ].join('\n'),
    );
  });

  it.each(CASES)('$what', ({ image, says }) => {
    workspace.write(IMAGE, tinyImage(image));
    const said = failure();
    for (const part of says) {
      if (typeof part === 'string') expect(said).toContain(part);
      else expect(said).toMatch(part);
    }
  });
});

it('reports every mistake of an image.json at once, with path and nearest name', () => {
  workspace.write(
    IMAGE,
    JSON.stringify({
      libc: 'muls',
      busybox: { version: 1.38, pathces: [] },
      platforms: ['linux/arm64v8'],
      rootfs: { users: [{}] },
    }),
  );
  const said = failure();
  for (const path of [
    /libc.*musl/,
    /busybox\.version/,
    /pathces.*patches/,
    /platforms\[0\].*linux\/arm64/,
    /rootfs\.users\[0\]\.name/,
  ]) {
    expect(said).toMatch(path);
  }
  expect(said).toContain(IMAGE);
});

it('says what to install where bubblewrap is missing', () => {
  const programs = join(scratch, 'bin');
  mkdirSync(programs);
  for (const directory of ['/usr/sbin', '/usr/bin', '/usr/local/bin']) {
    for (const name of readdirSync(directory)) {
      if (name === 'bwrap' || readdirSync(programs).includes(name)) continue;
      symlinkSync(join(directory, name), join(programs, name));
    }
  }
  workspace.write(IMAGE, tinyImage({ busybox: { unset: ['CAT'] } }));
  expect(failure({ env: { PATH: programs } })).toMatch(/bwrap.*\n.*install bubblewrap|apt-get install bubblewrap/);
});

it('says that the disk is full', () => {
  workspace.write(IMAGE, tinyImage({ rootfs: { directories: [{ path: '/srv' }] } }));
  const onFullDisk = 'mkdir -p "$0" && mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"';
  const rootfs = join(workspace.root, 'dist/images/tiny');
  expect(failure({ through: ['unshare', '--map-root-user', '--mount', 'sh', '-c', onFullDisk, rootfs] })).toMatch(
    /no (space|room) left|disk is full/i,
  );
});
