import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { release } from 'node:os';

import {
  BasewrightError,
  exec,
  findDamage,
  hostDebianArch,
  humanBytes,
  openStore,
  reasonOf,
  temporaryBeside,
  withTemporaryDirectory,
} from '@basewright/core';
import { type DebianSettings, openApt, resolveSettings, SECURITY_ARCHIVE } from '@basewright/debian';
import { checkSandbox, emulationRefused } from '@basewright/sandbox';
import { NX_VERSION } from '@nx/devkit';

import { type Check } from './check';
import { knownVulnerabilities } from './known-vulnerabilities';

const PROGRAMS = ['bwrap', 'apt-get', 'apt-cache', 'dpkg-deb', 'flock', 'unshare', 'mkfifo', 'sync'] as const;

/** What can be looked at in a moment, without the network. */
export function localChecks(debian: DebianSettings): Check[] {
  return [
    { what: 'machine', look: machine },
    { what: 'programs', look: () => installed(PROGRAMS) },
    { what: 'user namespaces', look: () => checkSandbox().then(() => 'allowed') },
    {
      what: 'keyring',
      look: () =>
        resolveSettings({ mirror: 'file:/', securityMirror: false, ...debian }).then(({ archives }) =>
          [...new Set(archives.map(({ keyring }) => keyring))].join(', '),
        ),
    },
    { what: 'disk', look: roomInStore },
    { what: 'emulation', neededFor: 'test, for platforms that are not this machine', look: emulation },
    { what: 'vulnerabilities', look: () => Promise.resolve(knownVulnerabilities(new Date())) },
    {
      what: 'skopeo',
      neededFor: 'images from a registry, and publish to one',
      look: () => installed(['skopeo', 'prlimit']),
    },
  ];
}

/** Everything a build needs of a machine; with `isDeep` every byte of the store is read. */
export function hostChecks(debian: DebianSettings, isDeep = false): Check[] {
  const store: Check[] = isDeep ? [{ what: 'store', look: wholeStore }] : [];
  return [...localChecks(debian), { what: 'packages', look: () => readIndexes(debian) }, ...store];
}

function machine(): Promise<string> {
  const architecture = hostDebianArch();
  if (process.platform === 'linux' && architecture !== null) {
    return Promise.resolve(`Linux ${release()} on ${architecture}, Node ${process.versions.node}, Nx ${NX_VERSION}`);
  }
  return Promise.reject(
    new BasewrightError('MISSING_PREREQUISITE', `cannot build on ${process.platform} ${process.arch}`, {
      hint: 'use Linux on a processor that Debian has a port to: amd64, arm64, riscv64 …; a virtual machine will do',
    }),
  );
}

async function installed(programs: readonly string[]): Promise<string> {
  const looks = await Promise.allSettled(programs.map((program) => exec(program, ['--version'])));
  const errors = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as BasewrightError] : []));
  if (errors.length === 0) return programs.join(', ');
  throw new BasewrightError('MISSING_PREREQUISITE', errors.map(({ message }) => message).join('\n'), {
    hint: errors.flatMap(({ hint }) => hint ?? []).join('\n'),
  });
}

async function emulation(): Promise<string> {
  const reason = await emulationRefused();
  if (reason === null) return 'a private table of interpreters';
  throw new BasewrightError('MISSING_PREREQUISITE', reason, {
    hint: 'use Linux 6.7 or later; on an older one only checks that start a single program are run',
  });
}

/** Reads every byte of the store. Throws CHECK_FAILED with what is damaged. */
async function wholeStore(): Promise<string> {
  const { checked, damaged, unreadable } = await findDamage(openStore());
  if (damaged.length === 0) {
    const others = unreadable.length === 0 ? '' : `; ${unreadable.length} belong to other users and were not read`;
    return `${checked} trees and files are as they were when they were made${others}`;
  }
  const lines = damaged.map(({ path, damage }) => `${path}: ${damage}`);
  throw new BasewrightError('CHECK_FAILED', lines.join('\n'), {
    hint: `delete it, and the next build makes it again: rm -rf ${damaged.map(({ path }) => path).join(' ')}`,
  });
}

/** Said where updates would be missed. */
const NO_SECURITY =
  'no archive of security updates is looked into: name one with the option debian.securityMirror, or add it to apt';

/**
 * Reads the package indexes of the suite from the mirror and checks their signature, in a store of its own: indexes
 * that lie in the user's would hide a mirror that no longer answers. Throws UNREACHABLE with apt's words.
 */
async function readIndexes(debian: DebianSettings): Promise<string> {
  return withTemporaryDirectory('doctor', async (directory) => {
    const { settings } = await openApt(openStore({ BASEWRIGHT_STORE: directory }), debian, []);
    const places = settings.archives.map(
      ({ keyring, mirror, suites }) => `${suites.join(', ')} from ${mirror}, signed by ${keyring}`,
    );
    const isSecure = settings.archives.some(({ name }) => name === SECURITY_ARCHIVE);
    return [...places, ...(isSecure ? [] : [NO_SECURITY])].join('\n');
  });
}

/** What the first image with its toolchain takes, with some to spare. */
const ENOUGH = 2e9;

/** How much room the store has. Throws when it is too little or the store cannot be written to. */
async function roomInStore(): Promise<string> {
  const { root } = openStore();
  const probe = temporaryBeside(root);
  try {
    await mkdir(root, { recursive: true });
    await writeFile(probe, '');
  } catch (cause) {
    throw new BasewrightError('DENIED', `cannot write to the store ${root}: ${reasonOf(cause)}`, {
      cause,
      hint: 'name a directory of yours with the environment variable BASEWRIGHT_STORE',
    });
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const disk = await statfs(root);
  const free = disk.bavail * disk.bsize;
  const found = `${humanBytes(free)} free for the store ${root}`;
  if (free >= ENOUGH) return found;
  throw new BasewrightError('NO_SPACE', `${found}: an image with its toolchain takes up to ${humanBytes(ENOUGH)}`, {
    hint: 'free some, or name a directory on another disk with the environment variable BASEWRIGHT_STORE',
  });
}
