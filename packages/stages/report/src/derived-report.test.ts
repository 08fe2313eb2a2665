import { type LayerAssembleOutput } from '@basewright/contracts';
import { digest } from '@basewright/core';

import { derivedReport, derivedReportText } from './derived-report';

const AT = digest.parse(`sha256:${'a'.repeat(64)}`);
const SHA256 = 'b'.repeat(64);
const file = { path: 'x', size: 1, sha256: SHA256, mode: 0o644 };
const layer = (size: number, createdBy: string | null): LayerAssembleOutput['layers'][number] => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: AT,
  size,
  diffId: AT,
  file: null,
  createdBy,
});
const packageOf = (
  name: string,
  version: string,
  licences: string[] | null,
): LayerAssembleOutput['packages'][number] => ({
  name,
  version,
  architecture: 'amd64',
  sha256: SHA256,
  licences,
});

const left = (more: Partial<LayerAssembleOutput> = {}): LayerAssembleOutput => ({
  baseManifest: AT,
  sourceDate: 0,
  layers: [layer(2_000_000, null), layer(1_234, 'packages')],
  listing: file,
  tree: file,
  removed: null,
  packages: [packageOf('tzdata', '2026a', ['public-domain']), packageOf('zlib1g', '1.3', null)],
  needs: [],
  scripts: [],
  departures: [],
  ...more,
});

it('tells packages with their licences, once for all platforms that have them', () => {
  const arm = left({ packages: [packageOf('tzdata', '2026a', ['public-domain'])] });
  const report = derivedReport('app', 'tiny', [
    { platform: 'linux/amd64', layers: left() },
    { platform: 'linux/arm64', layers: arm },
  ]);
  const text = derivedReportText(report);
  expect(text).toMatch(
    /^app: made on tiny\n\nbase\n {2}linux\/amd64 {2}sha256:a{64}\n {2}linux\/arm64 {2}sha256:a{64}\n\npackages\n/,
  );
  expect(text).toMatch(/^ {2}tzdata {2}2026a +public-domain$/m);
  expect(text).toMatch(/^ {2}zlib1g {2}1\.3 +only linux\/amd64 {2}licence: see its copyright file$/m);
  expect(text).toMatch(/^ {2}linux\/amd64 {2}2,000,000 {2}of the base\n {19}1,234 {2}packages$/m);
  expect(report.platforms[0]?.packages[0]).toEqual(packageOf('tzdata', '2026a', ['public-domain']));
});

it('counts what went from a distroless image by its reason', () => {
  const removed = [
    { path: '/bin/busybox', why: 'BusyBox' },
    { path: '/bin/cat', why: 'a link to /bin/busybox' },
    { path: '/bin/ls', why: 'a link to /bin/busybox' },
  ];
  const text = derivedReportText(
    derivedReport('app', 'tiny', [{ platform: 'linux/amd64', layers: left({ removed }) }]),
  );
  expect(text).toMatch(/^ {2}linux\/amd64 {2}BusyBox +1 {2}\/bin\/busybox\n +a link +2 {2}\/bin\/cat \/bin\/ls$/m);
});

it('names what is not understood of maintainer scripts', () => {
  const scripts = [{ package: 'sudo', line: `frob ${'x'.repeat(200)}` }];
  const text = derivedReportText(
    derivedReport('app', 'tiny', [{ platform: 'linux/amd64', layers: left({ scripts }) }]),
  );
  expect(text).toMatch(/^not understood of maintainer scripts, and not made\n {2}sudo {2}frob x{94}…$/m);
});

it('says nothing of what there is not', () => {
  const text = derivedReportText(
    derivedReport('app', 'tiny', [{ platform: 'linux/amd64', layers: left({ packages: [], removed: null }) }]),
  );
  expect(text).not.toMatch(/^packages$|went|lock file/m);
});
