import { noteMarkdown, noteText } from './render-note';
import { type NotedPackage, type ReleaseNote, type SourceUpdate } from './release-note';

const NOTHING: ReleaseNote = {
  images: [
    { name: 'busybox-glibc', platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/s390x'] },
    { name: 'nginx-distroless', platforms: ['linux/amd64', 'linux/arm64'] },
  ],
  updates: [],
  added: [],
  dropped: [],
  keptBack: [],
  bases: { offers: [], unchecked: [], written: false },
};

const packaged = (id: string, version: string, size = 1000): NotedPackage => {
  const [name = '', architecture = ''] = id.split(':');
  return { name, architecture, version, size };
};

/** Moves of packages, `nginx:amd64 1 2`, each 600 bytes larger than before. */
const moves = (...all: string[]): SourceUpdate['packages'] =>
  all.map((text) => {
    const [id = '', before = '', after = ''] = text.split(' ');
    return { before: packaged(id, before), after: packaged(id, after, 1600) };
  });

const NGINX: SourceUpdate = {
  source: 'nginx',
  packages: moves('nginx:arm64 1.26.3-3+deb13u10 1.26.3-3+deb13u11', 'nginx:amd64 1.26.3-3+deb13u10 1.26.3-3+deb13u11'),
  security: true,
  cves: ['CVE-2026-42946', 'CVE-2026-48142'],
  images: [{ name: 'nginx-distroless', platforms: ['linux/arm64', 'linux/amd64'] }],
};

const ZLIB: SourceUpdate = {
  source: 'zlib',
  packages: moves(
    'zlib1g:armhf 1:1.3-1+b1 1:1.3-2~deb13u1',
    'zlib1g:amd64 1:1.3-1 1:1.3-2~deb13u1',
    'zlib1g-dev:amd64 1:1.3-1 1:1.3-2~deb13u1',
  ),
  security: false,
  cves: [],
  images: [
    { name: 'nginx-distroless', platforms: ['linux/amd64', 'linux/arm64'] },
    { name: 'busybox-glibc', platforms: ['linux/arm/v7', 'linux/amd64', 'linux/arm64', 'linux/s390x'] },
  ],
};

const DIGESTS = ['ab', 'cd'].map((byte) => `sha256:${byte.repeat(32)}`);
const [OLD = '', NOW = ''] = DIGESTS;

const ALL: ReleaseNote = {
  ...NOTHING,
  updates: [ZLIB, NGINX],
  added: [
    { ...packaged('libgcc-s1:arm64', '14.2.0-19'), source: 'gcc-14' },
    { ...packaged('libgcc-s1:amd64', '14.2.0-19'), source: 'gcc-14' },
    { ...packaged('gcc-14-base:amd64', '14.2.0-19'), source: 'gcc-14' },
    { ...packaged('tzdata:all', '2026a-0'), source: 'tzdata' },
  ],
  dropped: [{ ...packaged('libold1:amd64', '1.0-1', 5_000_000), source: 'old' }],
  keptBack: [
    { source: 'glibc', reason: 'libc6 2.41-12+deb13u5 (armel) can be had nowhere (the mirror answers 404)' },
    { source: 'gcc-14', reason: 'libgcc-s1 depends on libc6 (>= 2.41-12+deb13u5), which is kept back' },
  ],
  bases: {
    offers: ['web', 'app'].map((image) => ({
      image,
      reference: `docker.io/library/alpine:3.22@${OLD}`,
      digestNow: NOW,
    })),
    unchecked: ['cannot pull the tag 1 from nowhere.invalid/base: no host has this name'],
    written: false,
  },
};

/** The same note, every list the other way round. */
function reversed(note: ReleaseNote): ReleaseNote {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn).reverse();
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, key === 'cves' ? one : turn(one)] as [string, unknown]),
    );
  };
  return turn(note) as ReleaseNote;
}

describe('noteText', () => {
  it('says plainly that nothing changed', () => {
    expect(noteText(NOTHING)).toBe('Nothing changed.');
    expect(noteMarkdown(NOTHING)).toBe('Nothing changed.\n');
  });

  it('has a line for each source package whose architectures move alike, and names exceptions', () => {
    expect(noteText(ALL)).toMatchInlineSnapshot(`
     "2 source packages updated, 1 from a security archive; 2 CVEs fixed; 3 packages added; 1 package dropped; -5.0 MB to download.

     Security updates:
       nginx 1.26.3-3+deb13u10 -> 1.26.3-3+deb13u11 (amd64, arm64): CVE-2026-42946, CVE-2026-48142; images nginx-distroless (amd64, arm64); +1.2 kB

     Other updates:
       zlib 1:1.3-1 -> 1:1.3-2~deb13u1 (amd64): all images; +1.8 kB
         but zlib1g 1:1.3-1+b1 -> 1:1.3-2~deb13u1 (armhf)

     Added:
       gcc-14 14.2.0-19: gcc-14-base (amd64), libgcc-s1 (amd64, arm64)
       tzdata 2026a-0: tzdata (all)

     Dropped:
       old 1.0-1: libold1 (amd64)

     Not updated:
       gcc-14: libgcc-s1 depends on libc6 (>= 2.41-12+deb13u5), which is kept back
       glibc: libc6 2.41-12+deb13u5 (armel) can be had nowhere (the mirror answers 404)

     Newer bases (the option --bases takes them):
       docker.io/library/alpine:3.22@sha256:abababababababababababababababababababababababababababababababab -> sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd; images app, web

     Bases not checked:
       cannot pull the tag 1 from nowhere.invalid/base: no host has this name"
    `);
  });

  it('is the same in whatever order it was put together', () => {
    expect(noteText(reversed(ALL))).toBe(noteText(ALL));
    expect(noteMarkdown(reversed(ALL))).toBe(noteMarkdown(ALL));
  });

  it('names sources that one reason keeps back together', () => {
    const keptBack = ['zlib', 'glibc'].map((source) => ({ source, reason: 'no index' }));
    expect(noteText({ ...NOTHING, keptBack })).toMatch(/Not updated:\n {2}glibc, zlib: no index$/m);
  });

  it('says that nothing changed when all that is new is not taken', () => {
    const text = noteText({ ...NOTHING, keptBack: ALL.keptBack, bases: ALL.bases });
    expect(text).toMatch(/^Nothing changed\.\n\nNot updated/);
    expect(text).toContain('Newer bases (the option --bases takes them):\n  docker.io/library/alpine:3.22@');
    expect(noteText({ ...NOTHING, bases: { ...ALL.bases, written: true } })).toMatch(
      /^1 base updated\.\n\nBases updated:\n/,
    );
  });

  it.each<[string, Partial<SourceUpdate>, string]>([
    [
      'an older version',
      { packages: moves('nginx:amd64 2 1') },
      'Replaced by an older version:\n  nginx 2 -> 1 (amd64): ',
    ],
    [
      'other bytes under one version',
      { packages: moves('nginx:amd64 2 2') },
      '  nginx 2 (amd64), other bytes under the same version: CVE-2026-42946, ',
    ],
    [
      'a changelog that is not there',
      { cves: [], cvesUnknown: 'nginx has no changelog' },
      '(amd64, arm64): fixes unknown: nginx has no changelog; images ',
    ],
    [
      'hundreds of CVEs',
      { cves: Array.from({ length: 328 }, (_none, at) => `CVE-2026-${1000 + at}`) },
      ', CVE-2026-1019 and 308 more CVEs; images ',
    ],
    ['no image', { images: [] }, 'CVE-2026-48142; no image; +1.2 kB'],
    [
      'a part of the platforms',
      { images: [{ name: 'busybox-glibc', platforms: ['linux/arm/v7', 'linux/amd64', 'linux/arm64'] }] },
      'images busybox-glibc (amd64, arm/v7, arm64);',
    ],
    ['all of many platforms', { images: NOTHING.images.slice(0, 1) }, 'images busybox-glibc (all 4 platforms);'],
    ['a package for every architecture', { packages: moves('nginx-common:all 1 2') }, 'nginx 1 -> 2 (all): '],
  ])('tells of %s', (_what, change, expected) => {
    expect(noteText({ ...NOTHING, updates: [{ ...NGINX, ...change }] })).toContain(expected);
  });

  it('counts what shrinks', () => {
    const [{ before, after } = { before: packaged('', ''), after: packaged('', '') }] = NGINX.packages;
    const packages = [{ before: { ...before, size: 2000 }, after: { ...after, size: 500 } }];
    expect(noteText({ ...NOTHING, updates: [{ ...NGINX, packages }] })).toMatch(
      /; -1\.5 kB to download\.\n[^]*; -1\.5 kB$/,
    );
  });

  it('lets nothing from outside move the cursor or begin a line', () => {
    const keptBack = [{ source: 'glibc', reason: 'it said \u001b[2J\r\nnginx is fine\u2028' }];
    expect(noteText({ ...NOTHING, keptBack })).toMatch(/ {2}glibc: it said  ?\[2J nginx is fine $/);
  });
});

describe('noteMarkdown', () => {
  it('has links for CVEs and code for what is named', () => {
    expect(noteMarkdown(ALL)).toMatchInlineSnapshot(`
     "2 source packages updated, 1 from a security archive; 2 CVEs fixed; 3 packages added; 1 package dropped; -5.0 MB to download.

     ### Security updates

     - \`nginx\` \`1.26.3-3+deb13u10\` -> \`1.26.3-3+deb13u11\` (amd64, arm64): [CVE-2026-42946](https://security-tracker.debian.org/tracker/CVE-2026-42946), [CVE-2026-48142](https://security-tracker.debian.org/tracker/CVE-2026-48142); images \`nginx-distroless\` (amd64, arm64); +1.2 kB

     ### Other updates

     - \`zlib\` \`1:1.3-1\` -> \`1:1.3-2~deb13u1\` (amd64): all images; +1.8 kB
       - but \`zlib1g\` \`1:1.3-1+b1\` -> \`1:1.3-2~deb13u1\` (armhf)

     ### Added

     - \`gcc-14 14.2.0-19\`: \`gcc-14-base\` (amd64), \`libgcc-s1\` (amd64, arm64)
     - \`tzdata 2026a-0\`: \`tzdata\` (all)

     ### Dropped

     - \`old 1.0-1\`: \`libold1\` (amd64)

     ### Not updated

     - \`gcc-14\`: \`libgcc-s1 depends on libc6 (>= 2.41-12+deb13u5), which is kept back\`
     - \`glibc\`: \`libc6 2.41-12+deb13u5 (armel) can be had nowhere (the mirror answers 404)\`

     ### Newer bases (the option --bases takes them)

     - \`docker.io/library/alpine:3.22@sha256:abababababababababababababababababababababababababababababababab\` -> \`sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd\`; images \`app\`, \`web\`

     ### Bases not checked

     - \`cannot pull the tag 1 from nowhere.invalid/base: no host has this name\`
     "
    `);
  });

  it.each([
    ['@team, see #12 and <img src=x>', '`@team, see #12 and <img src=x>`'],
    ['`rm` and ``x``', '``` `rm` and ``x`` ```'],
    ['a\n- b', '`a - b`'],
  ])('makes no markup of %j', (reason, expected) => {
    const keptBack = [{ source: 'glibc', reason }];
    expect(noteMarkdown({ ...NOTHING, keptBack })).toContain(`- \`glibc\`: ${expected}\n`);
  });

  it('fits into the text of a pull request, whatever changed', () => {
    const cves = Array.from({ length: 20 }, (_none, at) => `CVE-2026-${1000 + at}`);
    const updates = Array.from({ length: 100 }, (_none, at) => ({ ...NGINX, source: `lib${1000 + at}`, cves }));
    const markdown = noteMarkdown({ ...NOTHING, updates });
    expect(markdown.length).toBeLessThan(65_536);
    const named = markdown.match(/^- `lib/gm)?.length ?? 0;
    expect(named).toBeGreaterThan(30);
    expect(markdown).toMatch(new RegExp(`\\n\\nAnd ${100 - named} more, in the output of the generator\\.\\n$`));
  });
});
