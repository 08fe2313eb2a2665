import { compareDigests, type ImageState, writingMistakes } from './compare-digests';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const RECORDED = { index: digest('1'), manifests: { 'linux/amd64': digest('2'), 'linux/arm64': digest('3') } };

const state = (given: Partial<ImageState>): ImageState => ({
  image: 'x',
  file: 'images/x/digests.json',
  platforms: ['linux/amd64', 'linux/arm64'],
  recorded: RECORDED,
  built: { digests: RECORDED, departures: [] },
  ...given,
});

const verdicts = (given: Partial<ImageState>): Record<string, string> =>
  Object.fromEntries(compareDigests([state(given)]).map(({ of, verdict }) => [of, verdict]));

it('sets what is built beside what is written down', () => {
  expect(compareDigests([state({})])[1]).toEqual({
    image: 'x',
    file: 'images/x/digests.json',
    of: 'linux/amd64',
    expected: digest('2'),
    found: digest('2'),
    departures: [],
    verdict: 'equal',
  });
});

it.each<[string, Partial<ImageState>, Record<string, string>]>([
  ['the same', {}, { index: 'equal', 'linux/amd64': 'equal', 'linux/arm64': 'equal' }],
  [
    'other bytes on one platform',
    {
      built: {
        digests: { index: digest('9'), manifests: { ...RECORDED.manifests, 'linux/arm64': digest('9') } },
        departures: [],
      },
    },
    { index: 'differs', 'linux/amd64': 'equal', 'linux/arm64': 'differs' },
  ],
  [
    'one platform only, whose index is its manifest',
    {
      platforms: ['linux/amd64'],
      built: { digests: { index: digest('2'), manifests: { 'linux/amd64': digest('2') } }, departures: [] },
    },
    { index: 'not built', 'linux/amd64': 'equal', 'linux/arm64': 'not built' },
  ],
  [
    'one platform more',
    {
      built: {
        digests: { index: digest('9'), manifests: { ...RECORDED.manifests, 'linux/386': digest('9') } },
        departures: [],
      },
    },
    { index: 'differs', 'linux/amd64': 'equal', 'linux/386': 'not recorded', 'linux/arm64': 'equal' },
  ],
  [
    'a platform of image.json that neither has',
    { platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'] },
    { index: 'equal', 'linux/amd64': 'equal', 'linux/arm64': 'equal', 'linux/s390x': 'not recorded' },
  ],
  ['nothing', { built: null }, { index: 'not built', 'linux/amd64': 'not built', 'linux/arm64': 'not built' }],
  [
    'nothing written down',
    { recorded: null },
    { index: 'not recorded', 'linux/amd64': 'not recorded', 'linux/arm64': 'not recorded' },
  ],
])('judges %s', (_what, given, expected) => {
  expect(verdicts(given)).toEqual(expected);
});

it('never takes for equal, or for different, what was not built as locked', () => {
  const departed = { index: 'not as locked', 'linux/amd64': 'not as locked', 'linux/arm64': 'not as locked' };
  const departures = ['libc6 2.41-12+deb13u5 instead of 2.41-12'];
  expect(verdicts({ built: { digests: RECORDED, departures } })).toEqual(departed);
  const manifests = { 'linux/amd64': digest('8'), 'linux/arm64': digest('9') };
  expect(verdicts({ built: { digests: { index: digest('7'), manifests }, departures } })).toEqual(departed);
});

it.each<[string, Partial<ImageState>, string[]]>([
  ['all platforms as locked', {}, []],
  ['nothing', { built: null }, ['x is not built']],
  ['fewer platforms', { platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'] }, ['x is not built for linux/s390x']],
  [
    'other platforms, and not as locked',
    { platforms: ['linux/amd64', 'linux/386'], built: { digests: RECORDED, departures: ['a', 'b'] } },
    [
      'x is not built for linux/386',
      'x is built for linux/arm64, which its image.json does not have',
      'x is not as locked (a, b)',
    ],
  ],
])('judges whether digests of %s may be written', (_what, given, mistakes) => {
  expect(writingMistakes(state(given))).toEqual(mistakes);
});
