import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';

import { emptyLock, formatLock, hasMergeConflict, type Lock, parseLock } from './lock-file';
import { lockedSet, setKey, withSets } from './locked-sets';
import { mergeConflicting } from './merge-conflict';

const pkg = (name: string, version: string): DebianPackage => ({
  name,
  version,
  architecture: 'amd64',
  archive: 'debian',
  size: 1,
  path: `pool/main/${name}/${name}_${version}_amd64.deb`,
  sha256: Buffer.from(`${name}=${version}`).toString('hex').padEnd(64, '0'),
});
const lockOf = (sets: Readonly<Record<string, readonly DebianPackage[]>>): Lock => ({
  ...withSets(
    emptyLock('trixie'),
    Object.entries(sets).map(([purpose, packages]) => ({ request: { for: purpose }, packages })),
  ),
  archives: { debian: { suites: { trixie: 'a'.repeat(64) }, components: ['main'], pinnedAt: ['20260101T000000Z'] } },
});

/** What git itself leaves of two branches. */
function conflictOf(base: Lock, ours: Lock, theirs: Lock, ...options: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'basewright-conflict-'));
  try {
    const files = Object.entries({ ours, base, theirs }).map(([name, lock]) => {
      writeFileSync(join(directory, name), formatLock(lock));
      return join(directory, name);
    });
    const { status } = spawnSync('git', ['merge-file', ...options, ...files]);
    expect(status).toBeGreaterThan(0);
    return readFileSync(join(directory, 'ours'), 'utf8');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const versionsIn = (lock: Lock, purpose: string) =>
  lockedSet(lock, setKey({ for: purpose }))?.map(({ name, version }) => `${name} ${version}`);

const BASE = { tools: [pkg('libc6', '1'), pkg('make', '4')], pack: [pkg('xz', '1')] };

it.each([[[]], [['--diff3']], [['--zdiff3']]])('takes what either branch has pinned: %j', (options) => {
  const ours = lockOf({ ...BASE, 'packages/app/amd64': [pkg('nginx', '1')] });
  const theirs = lockOf({ ...BASE, 'packages/web/amd64': [pkg('php', '8')] });
  const text = conflictOf(lockOf(BASE), ours, theirs, ...options);
  expect(hasMergeConflict(text)).toBe(true);
  expect(() => parseLock('lock.json', text)).toThrow('cannot read lock.json: it has the marks of a merge conflict');
  const { dropped, lock } = mergeConflicting('basewright.lock.json', text);
  expect(versionsIn(lock, 'tools')).toEqual(['libc6 1', 'make 4']);
  expect(versionsIn(lock, 'packages/app/amd64')).toEqual(['nginx 1']);
  expect(versionsIn(lock, 'packages/web/amd64')).toEqual(['php 8']);
  expect(dropped).toEqual([]);
});

it('takes the newer packages, and nothing beside them that is older', () => {
  const ours = lockOf({ ...BASE, 'packages/app/amd64': [pkg('libc6', '1'), pkg('nginx', '1')] });
  const theirs = lockOf({ tools: [pkg('libc6', '2'), pkg('make', '5')], pack: [pkg('xz', '2')] });
  const { dropped, lock } = mergeConflicting('basewright.lock.json', conflictOf(lockOf(BASE), ours, theirs));
  expect(versionsIn(lock, 'tools')).toEqual(['libc6 2', 'make 5']);
  expect(versionsIn(lock, 'pack')).toEqual(['xz 2']);
  expect(Object.keys(lock.packages)).not.toContain('libc6:amd64=1');
  expect(dropped).toEqual(['packages/app/amd64']);
});

it('refuses what is no lock on one side, with the path', () => {
  const text = '{\n<<<<<<< ours\n  "lockVersion": 2\n=======\n  nonsense\n>>>>>>> theirs\n}\n';
  expect(() => mergeConflicting('images/lock.json', text)).toThrow('cannot read images/lock.json: ');
});

it.each(['null', '5', '{"packages":null}', '{"sets":{"a":{}}}', '{"sets":{"a":{"packages":[1],"request":5}}}'])(
  'says of sides that are no locks what the lock itself would say: %s',
  (side) => {
    const text = `<<<<<<< ours\n${side}\n=======\n${side}\n>>>>>>> theirs\n`;
    expect(() => mergeConflicting('lock.json', text)).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        message: expect.stringMatching(/^cannot read lock\.json: /) as string,
      }) as Error,
    );
  },
);
