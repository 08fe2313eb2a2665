import { formatSizes, sizeProblems, type SizeRow } from './size-table';

const NAMES = Array.from({ length: 404 }, (_none, index) => `applet-${index}`);

const row = (platform: string, bytes: number | null, official: number | null, applets = NAMES): SizeRow => ({
  project: 'busybox-musl',
  platform,
  official,
  officialApplets: 404,
  built: bytes === null ? null : { bytes, applets },
});

it('sets ours beside theirs', () => {
  expect(
    formatSizes([row('linux/amd64', 754321, 886160), row('linux/arm/v5', 8, null), row('linux/386', null, 5)]),
  ).toBe(
    [
      'image         platform           ours  official  difference  applets',
      'busybox-musl  linux/amd64     754,321   886,160     -14.9 %      404',
      'busybox-musl  linux/arm/v5          8      none                  404',
      'busybox-musl  linux/386     not built         5',
      '',
    ].join('\n'),
  );
});

it.each<[string, SizeRow, string[]]>([
  ['as large as the official one', row('linux/386', 1000, 1000), []],
  [
    'a byte larger',
    row('linux/386', 1001, 1000),
    ['busybox-musl for linux/386 is 1 bytes larger than the official image'],
  ],
  ['without an official one', row('linux/arm/v5', 1001, null), []],
  ['not built', row('linux/386', null, 1000), ['busybox-musl for linux/386 is not built']],
  [
    'with fewer applets',
    row('linux/386', 1, 2, NAMES.slice(1)),
    ['busybox-musl for linux/386 has 403 applets, the official image 404'],
  ],
])('judges an image %s', (_what, one, problems) => {
  expect(sizeProblems([one])).toEqual(problems);
});

it('notices platforms that differ in their applets', () => {
  const [first, ...rest] = NAMES;
  const without = row('linux/386', 1, 2, [...rest, 'other']);
  expect(sizeProblems([without, row('linux/amd64', 1, 2)])).toEqual([
    `busybox-musl for linux/386 lacks ${first}, which it has on other platforms`,
    'busybox-musl for linux/amd64 lacks other, which it has on other platforms',
  ]);
});
