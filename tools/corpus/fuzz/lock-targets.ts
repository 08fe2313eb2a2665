import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatLock, hasMergeConflict, type Lock, mergeConflicting, parseLock, parseLockV1 } from '@basewright/debian';

import { type FuzzTarget } from './fuzz';
import { jsonOrNull } from './fuzz-files';

const REPOSITORY = join(__dirname, '../../..');

/** The lock of this repository, with two of its sets. */
function smallLock(): Lock {
  const path = join(REPOSITORY, 'basewright.lock.json');
  const whole = parseLock(path, readFileSync(path, 'utf8'));
  const sets = Object.fromEntries(Object.entries(whole.sets).slice(0, 2));
  const named = new Set(Object.values(sets).flatMap(({ packages }) => packages));
  const isNamed = (key: string): boolean => named.has(key) || named.has(key.replace(/=.*/, ''));
  const packages = Object.fromEntries(Object.entries(whole.packages).filter(([key]) => isNamed(key)));
  return { ...whole, packages, sets, sources: Object.fromEntries(Object.entries(whole.sources).slice(0, 3)) };
}

const lockText = formatLock(smallLock());
const lockV1 = {
  lockVersion: 1,
  suite: 'trixie',
  packages: { 'tar:amd64': { version: '1.35', sha256: 'a'.repeat(64), size: 1 } },
  sets: { 'toolchain/amd64': ['tar:amd64'] },
};

/** A lock of this version, and of the first. */
export const lock: FuzzTarget = {
  name: 'lock',
  files: [Buffer.from(lockText), Buffer.from(JSON.stringify(lockV1))],
  isJson: true,
  parse: (bytes) => {
    const text = bytes.toString('utf8');
    if (hasMergeConflict(text)) return mergeConflicting('lock.json', text);
    if (text.includes('"lockVersion":1')) return parseLockV1('lock.json', jsonOrNull(text));
    return formatLock(parseLock('lock.json', text));
  },
};

/** What git leaves where two have pinned packages. */
export const conflict: FuzzTarget = {
  name: 'lock with a merge conflict',
  files: [
    Buffer.from(
      lockText.replace(
        /^ {4}"[^\n]*\n {4}"[^\n]*\n/m,
        (lines) => `<<<<<<< ours\n${lines}=======\n${lines}>>>>>>> theirs\n`,
      ),
    ),
  ],
  parse: (bytes) => mergeConflicting('lock.json', bytes.toString('utf8')),
};
