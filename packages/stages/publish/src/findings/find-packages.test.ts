import { type FileSearch } from '@basewright/debian';

import { withPackages } from './find-packages';
import { type ImageFinding } from './image-findings';

const finding = (kind: ImageFinding['kind'], need: string): ImageFinding => ({
  kind,
  need,
  severity: 'error',
  file: '/x',
  package: null,
  place: 'x',
  problem: '',
  platforms: ['linux/amd64'],
});

/** What Debian's index of amd64 has, as far as it matters here. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  '/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0': ['libpcre2-8-0'],
  '/usr/lib/x86_64-linux-gnu/private/libnowhere.so.1': ['other'],
  '/usr/bin/python3': ['python3-minimal-next', 'python3-minimal'],
  '/usr/bin/python3.13': ['python3.13-minimal'],
};

const search = (_platform: unknown, { containing, matching }: FileSearch) =>
  Promise.resolve(
    Object.entries(FILES)
      .filter(([path]) => path.includes(containing) && matching.test(path))
      .map(([path, packages]) => ({ path, packages })),
  );

it('names the package of libraries, of loaders, of interpreters and of programs', async () => {
  const findings = [
    finding('missing-library', 'libstdc++.so.6'),
    finding('missing-library', 'libpcre2-8.so.0'),
    finding('missing-library', 'libnowhere.so.1'),
    finding('missing-interpreter', '/lib64/ld-linux-x86-64.so.2'),
    finding('missing-interpreter', 'python3'),
    finding('missing-program', '/usr/bin/python3.13'),
    finding('unknown-user', 'python3'),
  ];
  expect((await withPackages(findings, search)).map((one) => one.package)).toEqual([
    ...['libstdc++6', 'libpcre2-8-0', null, 'libc6', 'python3-minimal', 'python3.13-minimal', null],
  ]);
});

it('asks nothing where nothing is lacking that packages have there, or what is lacking is the C library', async () => {
  const never = (): never => {
    throw new Error('the index was read');
  };
  const machine = finding('other-machine', 'linux/arm64');
  const own = ['/opt/venv/bin/python3', '/srv/lib/ld-linux-x86-64.so.2'].map((need) =>
    finding('missing-interpreter', need),
  );
  const musls = { ...finding('missing-library', 'libstdc++.so.6'), libc: 'musl' as const };
  expect(await withPackages([machine, ...own, musls], never)).toEqual([machine, ...own, musls]);
  const loader = finding('missing-interpreter', '/lib64/ld-linux-x86-64.so.2');
  expect(await withPackages([loader], never)).toEqual([{ ...loader, package: 'libc6' }]);
});
