import { BOTH, facts, file, platformFacts } from './facts-in-tests';
import { imageReport } from './make-report';
import { reportText } from './report-text';

it('tells people', () => {
  expect(reportText(imageReport(facts(BOTH)), true)).toBe(
    [
      'base: BusyBox 1.38.0 on glibc',
      '',
      'patches',
      '  build     01-tc.patch',
      "  security  02-awk.patch  CVE-2026-2  Debian's",
      "  security  03-tar.patch  CVE-2026-1  Basewright's own, not upstream",
      "  security  04-tar.patch  CVE-2026-1  Basewright's own, not upstream",
      '  image     05-own.patch',
      '',
      'vulnerabilities of BusyBox, of the 6 that the table of 2026-11-26 knows',
      '  fixed by patches           CVE-2026-1, CVE-2026-2',
      '  not affected               CVE-2026-3: CONFIG_B is off',
      '  not in this release        1',
      '  open                       CVE-2025-9',
      '  unknown                    CVE-2026-4',
      '  path traversal protection  on',
      '',
      'what closes them',
      '  CVE-2025-9  open: no fix is known',
      '    Harm by CVE-2025-9',
      '    to close it: "unset": ["A"]',
      '  CVE-2026-4  unknown: no public text says which code it is',
      '    Harm by CVE-2026-4',
      '    to close it: nothing that is known; to accept it: "accepted": { "CVE-2026-4": "why" }',
      '',
      'hardening of BusyBox',
      '  stack-protector, fortify',
      '',
      'platforms (sizes in bytes)',
      '               applets    busybox  getconf  libraries  programs   unpacked      layer',
      '  linux/amd64        3  1,041,984   26,920      2,500         0  4,679,680  2,226,327',
      '  linux/arm64        2  1,041,984   26,920      2,500         0  4,679,680  2,226,327',
      '',
      'packages',
      '  libc6  2.41-12  GPL-2, LGPL-2.1',
      '',
      'libraries',
      '  /lib/libc.so.6    libc6 2.41-12                    for /bin/busybox, /bin/getconf',
      '  /lib/ld-amd64.so  libc6 2.41-12  only linux/amd64  for /lib/libc.so.6',
      '  /lib/ld-arm64.so  libc6 2.41-12  only linux/arm64  for /lib/libc.so.6',
      '',
      'applets',
      '  everywhere   cat sh',
      '  linux/amd64  ls',
      '',
    ].join('\n'),
  );
});

it('tells of programs and files of packages, and of what they may ask for', () => {
  const from = (name: string, path: string) => ({ path, file: file(name, 1000), package: name, version: '1.0' });
  const zones = ['Berlin', 'Oslo'].map((zone) => from('tzdata', `/usr/share/zoneinfo/Europe/${zone}`));
  const gap = {
    kind: 'dlopen' as const,
    lacks: 'x.so is opened by name',
    files: ['/usr/bin/ip'],
    option: '"libraries"',
  };
  const [native = platformFacts('linux/amd64', []), ...others] = BOTH;
  const libraries = { ...native.libraries, programs: [from('iproute2', '/usr/bin/ip'), ...zones], gaps: [gap] };
  const report = imageReport(facts([{ ...native, libraries }, ...others]));
  expect(report.platforms[0]?.sizes.programs).toBe(3000);
  expect(reportText(report, false)).toContain(
    [
      'programs and other files of packages',
      '  iproute2 1.0  only linux/amd64  /usr/bin/ip',
      '  tzdata 1.0    only linux/amd64  2 files',
      '',
      'not in the image, and may be asked for at run time',
      '  x.so is opened by name  only linux/amd64  for /usr/bin/ip',
    ].join('\n'),
  );
});

it('names the applets only when asked, and no libraries where there are none', () => {
  const bare = BOTH.map((one) => ({ ...one, libraries: { ...one.libraries, libraries: [] } }));
  const text = reportText(imageReport(facts(bare)), false);
  expect(text).not.toMatch(/^(libraries|applets)$/m);
});

it('calls nothing fixed that a patch is missing for, on any platform', () => {
  const partly = platformFacts(
    'linux/386',
    ['cat'],
    ['patches/01-tc.patch', 'patches/02-awk.patch', 'patches/03-tar.patch'],
  );
  const report = imageReport(facts([...BOTH, partly]));
  const text = reportText(report, false);
  expect(text).toMatch(/^ {2}fixed by patches +CVE-2026-2$/m);
  expect(text).toMatch(/^ {2}open +CVE-2025-9, CVE-2026-1$/m);
  expect(text).toContain('\n  CVE-2026-1  open, only linux/386: not applied: tar\n');
  expect(text).toContain("04-tar.patch  CVE-2026-1  Basewright's own, not upstream  only linux/amd64, linux/arm64\n");
});

it.each([
  ['CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION=y', true, 'on'],
  ['# CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION is not set', false, 'off'],
  ['CONFIG_OTHER=y', null, 'not in this release'],
])('reads path traversal protection: %s', (line, expected, said) => {
  const [one = platformFacts('linux/amd64', [])] = BOTH;
  const report = imageReport(facts([{ ...one, config: `CONFIG_A=y\n${line}\n` }]));
  expect(report.vulnerabilities.pathTraversalProtection).toBe(expected);
  expect(reportText(report, false)).toContain(`path traversal protection  ${said}\n`);
});

it('calls protection that one platform lacks off', () => {
  const [one = platformFacts('linux/amd64', []), other = one] = BOTH;
  const off = { ...other, config: '# CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION is not set\n' };
  expect(imageReport(facts([one, off])).vulnerabilities.pathTraversalProtection).toBe(false);
});

it('shows what is accepted with its reason, and never says none without a date', () => {
  const accepted = { 'CVE-2025-9': 'nobody calls it', 'CVE-2026-4': 'unimportant, says Debian' };
  const text = reportText(imageReport(facts(BOTH, accepted)), false);
  expect(text).toContain(
    [
      '  open                       none that was known on 2026-11-26',
      '  unknown                    none that was known on 2026-11-26',
      '  accepted                   CVE-2025-9, CVE-2026-4',
      '  path traversal protection  on',
      '',
      'accepted in image.json',
      '  CVE-2025-9  open     nobody calls it',
      '  CVE-2026-4  unknown  unimportant, says Debian',
      '',
      'hardening of BusyBox',
    ].join('\n'),
  );
});

it('warns of what is accepted in vain', () => {
  const why = 'so be it';
  const accepted = { 'CVE-2024-1': why, 'CVE-2025-9': why, 'CVE-2026-1': why, 'CVE-2026-3': why, 'CVE-2026-5': why };
  const { warnings } = imageReport(facts(BOTH, accepted)).vulnerabilities;
  expect(warnings).toEqual([
    'busybox.accepted: CVE-2024-1 is not in this release (fixed in 1.30.0): take it out of image.json',
    'busybox.accepted: CVE-2026-1 is fixed (tar, tar): take it out of image.json',
    'busybox.accepted: CVE-2026-3 cannot happen here (CONFIG_B is off): take it out of image.json',
    expect.stringMatching(/^busybox.accepted: nothing is known of CVE-2026-5/),
  ]);
  expect(reportText(imageReport(facts(BOTH, accepted)), false)).toContain(`\nwarnings\n  ${warnings[0] ?? ''}\n`);
});
