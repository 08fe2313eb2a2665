import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { base256, paxEntry, type RawEntry, rawEntry } from '../raw-tar';
import { bottom, type HostileImage, type Layer } from './layout';
import { file, image, type ImageCase, UP } from './trees';

const one = (...entries: readonly RawEntry[]): HostileImage => image(bottom(...entries));
const END = Buffer.alloc(1024);
const NO_TAR = { steps: { pull: 'harmless' } } as const;

/** A layer of one file of zeros, in members of gzip of 1 MiB. */
function zeros(mebibytes: number): Layer {
  const piece = Buffer.alloc(1 << 20);
  const head = rawEntry({ name: 'zeros', size: mebibytes * piece.length });
  const hash = createHash('sha256').update(head);
  for (let at = 0; at < mebibytes; at++) hash.update(piece);
  const member = gzipSync(piece);
  const members = Array.from({ length: mebibytes }, () => member);
  const blob = Buffer.concat([gzipSync(head), ...members, gzipSync(END)]);
  return { tar: END, blob, diffId: `sha256:${hash.update(END).digest('hex')}` };
}

/** Layers that are odd as tar or as gzip. What Go's archive/tar refuses, all clients refuse. */
export const ARCHIVES: readonly ImageCase[] = [
  {
    name: 'an extended header with an absolute path',
    expected: 'harmless',
    make: (canary) => one(paxEntry({ path: `${canary}/made` }), file('x')),
  },
  {
    name: 'an extended header that leads out',
    expected: /outside the tree/,
    ...NO_TAR,
    make: () => one(paxEntry({ path: `${UP}made` }), file('x')),
  },
  {
    name: 'an extended header with NUL',
    expected: /NUL/,
    ...NO_TAR,
    make: () => one(paxEntry({ path: 'etc/a\0b' }), file('x')),
  },
  {
    name: 'an extended header of another length',
    expected: /another length than it says/,
    ...NO_TAR,
    make: () => one({ name: 'PaxHeader', type: 'x', body: '999999 path=../../x\n' }, file('x')),
  },
  {
    name: 'a file of a terabyte',
    expected: /layer 0/,
    ...NO_TAR,
    make: () => one(paxEntry({ size: '999999999999' }), file('x')),
  },
  {
    name: 'a size below zero in an extended header',
    expected: /size that is none/,
    ...NO_TAR,
    make: () => one(paxEntry({ size: '-5' }), file('x')),
  },
  {
    name: 'names of JavaScript in an extended header',
    expected: 'harmless',
    make: () => one(paxEntry({ constructor: 'z', ['__proto__']: 'w', toString: 'x' }), file('x')),
  },
  {
    name: 'a long name that leads out',
    expected: /outside the tree/,
    ...NO_TAR,
    make: () => one({ name: '././@LongLink', type: 'L', body: `${UP}made\0` }, file('x')),
  },
  {
    name: 'a size of 4 exabytes',
    expected: /layer 0/,
    ...NO_TAR,
    make: () => one({ name: 'big', size: base256(2n ** 62n) }),
  },
  {
    name: 'a size below zero, in base 256',
    expected: /below zero: \/neg/,
    ...NO_TAR,
    make: () => one({ name: 'neg', size: base256(-1n) }),
  },
  {
    name: 'a size below zero, in octal',
    expected: /below zero: \/neg/,
    ...NO_TAR,
    make: () => one({ name: 'neg', size: Buffer.from('-0000000777\0') }),
  },
  {
    name: 'a tar that ends after a header',
    expected: /layer 0/,
    ...NO_TAR,
    make: () => image(Buffer.concat([bottom().subarray(0, -1024), rawEntry({ name: 'big', size: 2 ** 31 })])),
  },
  {
    name: 'a tar that ends in a file',
    expected: /layer 0/,
    ...NO_TAR,
    make: () => image(bottom(file('big', 'x'.repeat(100_000))).subarray(0, -60_000)),
  },
  { name: 'a tar without its end', expected: 'harmless', make: () => image(bottom(file('last')).subarray(0, -1024)) },
  { name: 'a layer of nothing', expected: 'harmless', make: () => image(bottom(), END) },
  { name: 'more mode than there is', expected: 'harmless', make: () => one(file('x', 'x', 0o107644)) },
  {
    name: 'owners beyond all',
    expected: { either: /owner|uid|number/i },
    make: () => one(paxEntry({ uid: '4294967296', gid: '4294967297' }), file('x')),
  },
  {
    name: 'owners below zero',
    expected: /owner is/,
    ...NO_TAR,
    make: () => one(paxEntry({ gid: '-1' }), file('x')),
  },
  {
    name: 'a time that is none',
    expected: /time is none/,
    ...NO_TAR,
    make: () => one(paxEntry({ mtime: 'yesterday' }), file('x')),
  },
  { name: 'a time before 1970', expected: 'harmless', make: () => one(paxEntry({ mtime: '-1.5' }), file('x')) },
  { name: 'an unknown kind of entry', expected: /type/, ...NO_TAR, make: () => one({ name: 'w', type: 'Z' }) },
  {
    name: 'a sparse file',
    expected: /layer 0/,
    ...NO_TAR,
    make: () => one({ name: 'sparse', type: 'S', size: 2 ** 31 }),
  },
  {
    name: 'a capability',
    expected: 'harmless',
    make: () =>
      one(
        paxEntry({ 'SCHILY.xattr.security.capability': Buffer.from('0100000200200000', 'hex') }),
        file('ping', 'x', 0o755),
      ),
  },
  {
    name: 'a header of git',
    expected: 'harmless',
    make: () => image(Buffer.concat([rawEntry(paxEntry({ comment: 'git' }, 'g')), bottom()])),
  },
  {
    name: 'garbage behind the end',
    expected: 'harmless',
    make: () => image(Buffer.concat([bottom(), Buffer.from('GARBAGE!'.repeat(1024))])),
  },
  {
    name: 'no tar at all',
    expected: /layer 1/,
    ...NO_TAR,
    make: () => image(bottom(), Buffer.alloc(5000, 'Zq')),
  },
  {
    name: 'zstd where gzip is said',
    expected: /layer 0|diffID/,
    make: () => image({ tar: bottom(), blob: Buffer.from('28b52ffd00000000', 'hex') }),
  },
  {
    name: 'gzip in two members',
    expected: 'harmless',
    make: () =>
      image({
        tar: bottom(),
        blob: Buffer.concat([gzipSync(bottom().subarray(0, 1536)), gzipSync(bottom().subarray(1536))]),
      }),
  },
  {
    name: 'an ELF file whose numbers lie',
    expected: 'harmless',
    make: () => one(...[24, 32, 40, 52, 54, 56, 58].map((at) => file(`bin/elf${at}`, damagedElf(at), 0o755))),
  },
];

function damagedElf(at: number): Buffer {
  const bytes = Buffer.from('7f454c46020101'.padEnd(256, '0'), 'hex');
  bytes.fill(0xff, at, at + 8);
  return bytes;
}

/** Large ones: for a process of its own each. */
export const LARGE: readonly ImageCase[] = [
  {
    name: 'an extended header of 20 MB',
    expected: { either: /layer 0/ },
    make: () => one(paxEntry({ comment: 'A'.repeat(20_000_000) }), file('x')),
  },
  {
    name: 'a gigabyte of zeros',
    expected: 'harmless',
    steps: { distroless: { either: /layer|space/ } },
    make: () => image(bottom(), zeros(1024)),
  },
];
