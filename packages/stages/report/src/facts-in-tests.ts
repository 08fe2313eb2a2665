import { type CompileOutput, type FetchAndVerifyOutput } from '@basewright/contracts';
import { type VulnerabilityTable } from '@basewright/upstream';

import { type ImageFacts, type PlatformFacts } from './make-report';

export const file = (path: string, size = 1): CompileOutput['unstripped'] => ({
  path,
  size,
  sha256: 'ab'.repeat(32),
  mode: 420,
});
const elf = {} as CompileOutput['busybox']['elf'];

type Patch = FetchAndVerifyOutput['patches'][number];
const patch = (path: string, set: Patch['set'], fixes: string[] = [], origin: Patch['origin'] = null): Patch => {
  return { for: 'busybox', set, fixes, origin, file: file(`patches/${path}`), libcs: null, platforms: null };
};
const FETCHED: FetchAndVerifyOutput = {
  tarballs: [{ name: 'busybox', version: '1.38.0', file: file('b.tar.bz2'), signedBy: 'C9E9' }],
  patches: [
    patch('01-tc.patch', 'build'),
    patch('02-awk.patch', 'security', ['CVE-2026-2'], 'debian'),
    patch('03-tar.patch', 'security', ['CVE-2026-1'], 'basewright'),
    patch('04-tar.patch', 'security', ['CVE-2026-1'], 'basewright'),
    patch('05-own.patch', 'image'),
  ],
};
const PATHS = FETCHED.patches.map((one) => one.file.path);

const PACKAGES = [
  { name: 'libc6', version: '2.41-12', architecture: 'amd64', sha256: 'c'.repeat(64), licences: ['GPL-2', 'LGPL-2.1'] },
];

export function platformFacts(platform: string, applets: string[], patches = PATHS): PlatformFacts {
  return {
    platform,
    config: 'CONFIG_A=y\nCONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION=y\n',
    compiled: {
      libc: 'glibc',
      version: '1.38.0',
      sourceDate: 0,
      unstripped: file('u'),
      patches,
      hardening: ['stack-protector', 'fortify'],
      busybox: { file: file('busybox', 1_041_984), elf },
      getconf: { file: file('getconf', 26_920), elf },
      applets: applets.map((name) => ({ name, path: `/bin/${name}` })),
    },
    setuid: null,
    libraries: {
      libraries: [
        {
          path: '/lib/libc.so.6',
          file: file('libc', 2000),
          package: 'libc6',
          version: '2.41-12',
          neededBy: ['/bin/busybox', '/bin/getconf'],
        },
        {
          path: `/lib/ld-${platform.slice(6)}.so`,
          file: file('ld', 500),
          package: 'libc6',
          version: '2.41-12',
          neededBy: ['/lib/libc.so.6'],
        },
      ],
      programs: [],
      links: {},
      files: {},
      packages: PACKAGES,
      debian: { osRelease: 'ID=debian\n', version: '13.8\n' },
      gaps: [],
      remarks: [],
      departures: [],
    },
    rootfs: {
      libc: 'glibc',
      version: '1.38.0',
      sourceDate: 0,
      listing: file('list'),
      tree: file('tree.json'),
      applets,
      tar: file('layer.tar', 4_679_680),
      layer: file('layer.tar.gz', 2_226_327),
      packages: PACKAGES,
      departures: [],
    },
  };
}

const DATE = '2026-11-26';
const provenance = { certainty: 'sure', source: 'a test', date: DATE } as const;

function vulnerability(id: string, symbols: string | null): VulnerabilityTable['vulnerabilities'][number] {
  return {
    id,
    summary: `Harm by ${id}`,
    affected: { told: 'all', ...provenance },
    code: symbols === null ? null : { places: [{ symbols }], ...provenance },
    carriers: { patches: {}, source: 'a test', date: DATE },
  };
}

const TABLE: VulnerabilityTable = {
  date: DATE,
  releases: ['1.38.0'],
  sources: [],
  debian: { revisions: [] },
  vulnerabilities: [
    { ...vulnerability('CVE-2024-1', 'A'), affected: { fixedIn: '1.30.0', told: '', ...provenance } },
    vulnerability('CVE-2025-9', 'A'),
    vulnerability('CVE-2026-1', 'A'),
    vulnerability('CVE-2026-2', 'A'),
    vulnerability('CVE-2026-3', 'B'),
    vulnerability('CVE-2026-4', null),
  ],
};

export const facts = (platforms: PlatformFacts[], accepted: ImageFacts['accepted'] = {}): ImageFacts => {
  return { name: 'base', fetched: FETCHED, platforms, accepted, table: TABLE };
};
export const BOTH = [platformFacts('linux/amd64', ['cat', 'ls', 'sh']), platformFacts('linux/arm64', ['cat', 'sh'])];
