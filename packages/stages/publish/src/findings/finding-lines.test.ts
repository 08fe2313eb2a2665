import { findingHint, findingLines } from './finding-lines';
import { type ImageFinding } from './image-findings';

const user: ImageFinding = {
  kind: 'unknown-user',
  severity: 'error',
  file: null,
  need: 'ghost',
  package: null,
  place: 'image.user',
  problem: 'there is no user "ghost" in the image',
  platforms: ['linux/amd64', 'linux/arm64'],
};
const library = (file: string, need: string, name: string | null): ImageFinding => ({
  kind: 'missing-library',
  severity: 'error',
  file,
  need,
  package: name,
  place: 'rootfs.files[0] (images/x/app)',
  problem: `needs ${need}, which is not in the image`,
  platforms: ['linux/amd64'],
});
const perl = (at: number): ImageFinding => ({
  kind: 'missing-interpreter',
  severity: 'warning',
  file: `/app/${at}`,
  need: '/usr/bin/perl',
  package: null,
  place: 'rootfs.files[0] (images/x/app)',
  problem: 'is a script for /usr/bin/perl, which is not in the image',
  platforms: ['linux/amd64', 'linux/arm64'],
});

it('is a line a finding, with what has it, where, and its name', () => {
  const findings = [user, library('/app/run', 'libz.so.1', 'zlib1g'), ...[1, 2, 3, 4, 5].map(perl)];
  expect(findingLines(findings, ['linux/amd64', 'linux/arm64'])).toEqual([
    'image.user: there is no user "ghost" in the image [unknown-user]',
    "rootfs.files[0] (images/x/app): /app/run needs libz.so.1, which is not in the image; Debian's zlib1g has it (on linux/amd64) [missing-library]",
    'warning: rootfs.files[0] (images/x/app): /app/1 is a script for /usr/bin/perl, which is not in the image (also /app/2, /app/3 and 2 more) [missing-interpreter]',
  ]);
});

it.each([
  [{ isDerived: true, hasLibraries: false }, 'to add it: "packages": ["libstdc++6", "zlib1g"]\n'],
  [{ isDerived: false, hasLibraries: true }, 'to add it: "libraries": ["libstdc++.so.6", "libz.so.1"]\n'],
  [{ isDerived: false, hasLibraries: false }, ''],
])('says what to write into image.json: %j', (adding, added) => {
  const findings = [library('/app/run', 'libz.so.1', 'zlib1g'), library('/app/run', 'libstdc++.so.6', 'libstdc++6')];
  expect(findingHint(findings, adding)).toBe(
    `${added}to accept it, with the reason: "accept": [{ "finding": "missing-library", "path": "/app/run", "reason": "…" }]`,
  );
  expect(findingHint([user], adding)).toBe(
    'to accept it, with the reason: "accept": [{ "finding": "unknown-user", "reason": "…" }]',
  );
});
