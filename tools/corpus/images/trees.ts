import { type Case } from '../case';
import { type RawEntry, rawEntry, rawTar } from '../raw-tar';
import { type ImageStep } from './entry-points';
import { bottom, type HostileImage, type Layer } from './layout';

/** A case of an image. */
export type ImageCase = Case<HostileImage, ImageStep>;

export const file = (name: string, body: string | Buffer = 'evil', mode = 0o644): RawEntry => ({ name, body, mode });
const directory = (name: string, mode = 0o755): RawEntry => ({ name: `${name}/`, type: '5', mode });
const link = (name: string, target: string): RawEntry => ({ name, type: '2', link: target });
const hardLink = (name: string, target: string): RawEntry => ({ name, type: '1', link: target });
export const image = (...layers: readonly Layer[]): HostileImage => ({ layers });
const one = (...entries: readonly RawEntry[]): HostileImage => image(bottom(...entries));
/** Enough ".." to leave every directory. */
export const UP = '../'.repeat(24);

/** Every directory above a path of this machine, in the image. */
const parents = (path: string): RawEntry[] => {
  const names = path.split('/').filter((name) => name !== '');
  return names.map((_name, at) => directory(names.slice(0, at + 1).join('/')));
};

const many = (count: number, entry: (at: number) => RawEntry): RawEntry[] =>
  Array.from({ length: count }, (_none, at) => entry(at));

/** Layers whose entries, links and whiteouts lead elsewhere: links lead inside the image, whatever they say. */
export const TREES: readonly ImageCase[] = [
  { name: 'an ordinary image', expected: 'harmless', make: () => one(file('etc/x')) },
  {
    name: 'a file behind a link to the host',
    expected: 'harmless',
    make: (canary) => one(...parents(canary), link('a', canary), file('a/made')),
  },
  {
    name: 'a link behind a link to the host',
    expected: 'harmless',
    make: (canary) => one(...parents(canary), link('a', canary), link('a/made', '/etc/passwd')),
  },
  {
    name: 'a file behind two links and a relative one',
    expected: 'harmless',
    make: (canary) => one(...parents(canary), link('a', 'b'), link('b', `${UP}${canary.slice(1)}`), file('a/made')),
  },
  {
    name: 'a file behind a link of a layer below',
    expected: 'harmless',
    make: (canary) => image(bottom(...parents(canary), link('a', canary)), rawTar(file('a/made'), file('a/victim'))),
  },
  {
    name: 'a file behind a link to what the image has not',
    expected: 'harmless',
    make: (canary) => one(link('a', `${canary}/none`), file('a/made')),
  },
  {
    name: 'a file in the place of a link',
    expected: 'harmless',
    make: (canary) => image(bottom(link('x', `${canary}/victim`)), rawTar(file('x'))),
  },
  {
    name: 'a whiteout behind a link',
    expected: 'harmless',
    make: (canary) => image(bottom(...parents(canary), link('a', canary)), rawTar(file('a/.wh.victim', ''))),
  },
  {
    name: '/etc/hosts is a link to a file of the host',
    expected: 'harmless',
    make: (canary) => one(link('etc/hosts', `${canary}/victim`), link('etc/resolv.conf', `${canary}/made`)),
  },
  { name: '/etc/hosts is a link to a device', expected: 'harmless', make: () => one(link('etc/hosts', '/dev/full')) },
  {
    name: 'accounts are those of the host',
    expected: { either: /passwd|group/ },
    make: (canary) =>
      image(bottom(), rawTar(link('etc/passwd', `${canary}/passwd`), link('etc/group', `${canary}/passwd`))),
  },
  {
    name: 'accounts are endless',
    expected: { either: /passwd|group/ },
    make: () => image(bottom(), rawTar(link('etc/passwd', '/dev/zero'))),
  },
  {
    name: 'accounts are links in a circle',
    expected: { either: /passwd|circle/ },
    steps: { pull: 'harmless' },
    make: () => image(bottom(), rawTar(link('etc/passwd', '../a'), link('a', 'b'), link('b', 'a'))),
  },
  {
    name: 'accounts of a million fields',
    expected: { either: /passwd|group/ },
    make: () =>
      image(
        bottom(),
        rawTar(file('etc/passwd', 'a:'.repeat(1_000_000)), file('etc/group', `g:x:1:${'m,'.repeat(500_000)}`)),
      ),
  },
  {
    name: 'a working directory behind a link to the host',
    expected: 'harmless',
    make: (canary) => ({ ...one(...parents(canary), link('w', canary)), execution: { WorkingDir: '/w/made' } }),
  },
  {
    name: 'a hard link to a file of the host',
    expected: /hard link \/b/,
    steps: { pull: 'harmless' },
    make: (canary) => one(hardLink('b', `${canary}/secret`)),
  },
  {
    name: 'a hard link through a link',
    expected: /hard link \/b/,
    steps: { pull: 'harmless' },
    make: (canary) => one(...parents(canary), link('a', canary), hardLink('b', 'a/secret')),
  },
  {
    name: 'a file in the place of a hard link to a link',
    expected: 'harmless',
    make: (canary) => one(link('l', `${canary}/victim`), hardLink('h', 'l'), file('h')),
  },
  {
    name: 'a hard link to itself',
    expected: /hard link \/b/,
    steps: { pull: 'harmless' },
    make: () => one(hardLink('b', 'b')),
  },
  {
    name: 'a hard link to a directory',
    expected: /hard link \/h/,
    steps: { pull: 'harmless' },
    make: () => one(directory('d'), hardLink('h', 'd')),
  },
  {
    name: 'links as distributions have them',
    expected: 'harmless',
    make: () => one(directory('run'), link('var/run', '/run'), file('var/run/pid')),
  },
  {
    name: 'a link above the root',
    expected: 'harmless',
    make: () => one(directory('opt'), link('a', '../../../opt'), file('a/x')),
  },
  {
    name: 'a chain of sixty links',
    expected: 'harmless',
    make: () => one(...many(60, (at) => link(`c${at}`, `c${at + 1}`)), file('c60')),
  },
  {
    name: 'a name above the root',
    expected: /outside the tree: \S*made/,
    steps: { pull: 'harmless' },
    make: () => one(file(`${UP}made`)),
  },
  { name: 'an absolute name', expected: 'harmless', make: (canary) => one(file(`${canary}/made`)) },
  {
    name: 'a name with dots inside',
    expected: 'harmless',
    make: () => one(directory('a'), directory('a/b'), file('a/b/../c')),
  },
  {
    name: 'names of control characters',
    expected: 'harmless',
    make: () =>
      one(file('etc/a\nb'), file('etc/\u001b]0;pwned\u0007\u001b[31mred'), file('etc/tab\there', '#!/none\n', 0o755)),
  },
  {
    name: 'a name of 300 bytes',
    expected: 'harmless',
    steps: { run: /nnnn/ },
    make: () => one({ name: '././@LongLink', type: 'L', body: `${'n'.repeat(300)}\0` }, file('n')),
  },
  {
    name: 'a path of 6000 bytes',
    expected: /more than 4096 bytes: \/eeee/,
    steps: { pull: 'harmless' },
    make: () => one({ name: '././@LongLink', type: 'L', body: `${`${'e'.repeat(200)}/`.repeat(30)}x\0` }, file('x')),
  },
  {
    name: 'one name twice',
    expected: 'harmless',
    make: () => one(file('x', 'one'), file('x', 'two'), link('x', 'bin'), file('x')),
  },
  {
    name: 'a file in the place of a directory',
    expected: 'harmless',
    make: () => one(directory('x'), file('x/y'), file('x')),
  },
  {
    name: 'a file below a file',
    expected: /\/x\/y below \/x/,
    steps: { pull: 'harmless' },
    make: () => one(file('x'), file('x/y')),
  },
  {
    name: 'a root that is a link',
    expected: /root that is no directory/,
    steps: { pull: 'harmless' },
    make: (canary) => image(rawTar(link('.', canary), file('made'))),
  },
  {
    name: 'a root without rights',
    expected: 'harmless',
    make: () => image(rawTar(directory('.', 0)), bottom().subarray(512)),
  },
  {
    name: 'an opaque root',
    expected: 'harmless',
    make: () =>
      image(bottom(file('etc/x')), Buffer.concat([rawTar(file('.wh..wh..opq', '')).subarray(0, 512), bottom()])),
  },
  {
    name: 'a whiteout of ".."',
    expected: /whiteout of no name, \/x\/\.wh\.\.\./,
    steps: { pull: 'harmless' },
    make: () => image(bottom(), rawTar(file('x/.wh...', ''))),
  },
  {
    name: 'a whiteout that is a directory',
    expected: 'harmless',
    make: () => image(bottom(), rawTar(directory('.wh.tmp'))),
  },
  {
    name: 'devices, pipes and capabilities',
    expected: 'harmless',
    make: () => one({ name: 'dev/mem', type: '3', mode: 0o666 }, { name: 'fifo', type: '6' }),
  },
  {
    name: "files that are nobody's to read",
    expected: 'harmless',
    make: () => one(file('bin/su', 'x', 0o6755), directory('closed', 0), file('closed/x', 'x', 0)),
  },
  {
    name: 'names of JavaScript',
    expected: 'harmless',
    make: () =>
      one(...['__proto__', 'constructor', 'toString', 'etc/__proto__'].map((name) => file(name, '#!/none\n', 0o755))),
  },
  {
    name: 'a cache of libraries with names of JavaScript',
    expected: 'harmless',
    make: () => one(file('etc/ld.so.cache', libraryCache(['constructor', '__proto__', 'toString']))),
  },
];

function libraryCache(names: readonly string[]): Buffer {
  const cache = Buffer.alloc(48 + names.length * 24);
  cache.write('glibc-ld.so.cache1.1', 'latin1');
  cache.writeUInt32LE(names.length, 20);
  let at = cache.length;
  for (const [index, name] of names.entries()) {
    cache.writeUInt32LE(at, 48 + index * 24 + 4);
    cache.writeUInt32LE(at, 48 + index * 24 + 8);
    at += name.length + 1;
  }
  return Buffer.concat([cache, ...names.map((name) => Buffer.from(`${name}\0`))]);
}

/** What takes long, or much room, when a reader is careless: for a process of its own each. */
export const MANY: readonly ImageCase[] = [
  {
    name: '40,000 files',
    expected: 'harmless',
    make: () => {
      const files = many(40_000, (at) => file(`d${at % 100}/f${at}`, ''));
      // More than a call takes arguments.
      return image(bottom(), Buffer.concat([...files.map(rawEntry), Buffer.alloc(1024)]));
    },
  },
  {
    name: '30,000 whiteouts of 30,000 directories',
    expected: 'harmless',
    make: () =>
      image(
        bottom(...many(30_000, (at) => file(`q/d${at}/f`, ''))),
        rawTar(...many(30_000, (at) => file(`q/.wh.d${at}`, ''))),
      ),
  },
  {
    name: 'a chain of 3,000 links to a program',
    expected: 'harmless',
    make: () => one(...many(3000, (at) => link(`bin/l${at}`, at === 0 ? 'app' : `l${at - 1}`))),
  },
  {
    name: '2,000 directories within one another',
    expected: { either: /more than 4096 bytes/ },
    make: () =>
      one(
        ...many(1900, (at) => ({ name: 'PaxHeader', type: 'L', body: `${'d/'.repeat(at + 1)}\0` })).flatMap((long) => [
          long,
          directory('d'),
        ]),
      ),
  },
];
