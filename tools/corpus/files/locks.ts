import { join } from 'node:path';

import { formatLock, readLock } from '@basewright/debian';

import { UP } from '../images/trees';
import { type FileFamily, type Put } from './file-case';

const SHA = 'a'.repeat(64);
const FILE = { archive: 'debian', path: 'pool/main/d/dash/dash_1_amd64.deb', size: 1, sha256: SHA };
const LOCK = {
  lockVersion: 2 as const,
  suite: 'trixie',
  sources: {},
  archives: { debian: { suites: { trixie: SHA }, components: ['main'], pinnedAt: ['20261126T000000Z'] } },
  packages: { 'dash:amd64=1': FILE },
  sets: { '0123456789abcdef': { request: { for: 'pack/amd64' }, packages: ['dash:amd64'] } },
};
const text = formatLock(LOCK);
const PATH = 'basewright.lock.json';
const at = (put: Put): Record<string, Put> => ({ [PATH]: put });
const lock = (more: object): Record<string, Put> => at(JSON.stringify({ ...LOCK, ...more }));
const LOCK_FILE = /basewright\.lock\.json/;

/** The lock file, which decides what is fetched and run. */
export const LOCKS: FileFamily = {
  name: 'locks',
  step: ({ workspace }) => readLock(join(workspace, PATH)),
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: () => at(text) },
    { name: 'one that is cut off', expected: LOCK_FILE, make: () => at(text.slice(0, text.length / 2)) },
    {
      name: 'one of a merge',
      expected: /merge conflict/,
      make: () => at(`<<<<<<< ours\n${text}=======\n>>>>>>> theirs\n`),
    },
    { name: 'a directory', expected: LOCK_FILE, make: () => at({ directory: true }) },
    { name: 'a pipe', expected: LOCK_FILE, make: () => at({ pipe: true }) },
    { name: 'endless', expected: LOCK_FILE, make: () => at({ link: '/dev/zero' }) },
    { name: '100,000 levels', expected: /100 levels/, make: () => at('{"sets":'.repeat(100_000)) },
    {
      name: 'levels in a request',
      expected: /100 levels/,
      make: () => at(text.replace('"for":', `"x": ${'['.repeat(50_000)}${']'.repeat(50_000)}, "for":`)),
    },
    {
      name: 'a digest that is a path',
      expected: /sha256/,
      make: (canary) => lock({ packages: { 'dash:amd64=1': { ...FILE, sha256: `${UP}${canary}` } } }),
    },
    {
      name: 'a path that leads out',
      expected: /leads out of the archive/,
      make: () => lock({ packages: { 'dash:amd64=1': { ...FILE, path: 'pool/../../x' } } }),
    },
    {
      name: 'a name that is an option',
      expected: /-oDir/,
      make: () => lock({ packages: { '-oDir::Bin=x:amd64=1': FILE } }),
    },
    {
      name: 'a size below zero',
      expected: /size/,
      make: () => lock({ packages: { 'dash:amd64=1': { ...FILE, size: -1 } } }),
    },
    { name: 'a set of what is not pinned', expected: /does not pin/, make: () => lock({ packages: {} }) },
    {
      name: 'an archive constructor',
      expected: /archive/,
      make: () => lock({ packages: { 'dash:amd64=1': { ...FILE, archive: 'constructor' } } }),
    },
    { name: 'a suite of options', expected: /suite/, make: () => lock({ suite: '-t x' }) },
    { name: 'a newer version', expected: /version 3/, make: () => lock({ lockVersion: 3 }) },
  ],
};
