import { type Comparison, type Verdict } from './compare-digests';
import { digestProblems, digestSummary } from './digest-lines';

const DEPARTURES = ['libc6 2.41-13 instead of 2.41-12', 'gcc-14 is newer'];

const rows = (image: string, ...verdicts: Verdict[]): Comparison[] =>
  verdicts.map((verdict, at) => ({
    image,
    file: `images/${image}/digests.json`,
    verdict,
    of: (['index', 'linux/amd64', 'linux/arm64'] as const)[at] ?? 'index',
    expected: verdict === 'not recorded' ? null : `sha256:${at}`,
    found: verdict === 'not built' ? null : `sha256:${verdict === 'equal' ? at : `${at}f`}`,
    departures: verdict === 'not as locked' ? DEPARTURES : [],
  }));

it.each<[string, Comparison[], string, string[]]>([
  [
    'all are equal',
    [...rows('a', 'equal', 'equal', 'equal'), ...rows('b', 'equal', 'equal')],
    '3 of 3 platform manifests and 2 of 2 indexes compared, all equal',
    [],
  ],
  [
    'some platforms were built',
    [...rows('a', 'not built', 'equal', 'not built'), ...rows('b', 'not built', 'not built')],
    '1 of 3 platform manifests compared, all equal',
    ['a is not built for linux/arm64', 'b is not built'],
  ],
  [
    'some differ',
    [...rows('a', 'differs', 'equal', 'differs'), ...rows('b', 'equal', 'equal')],
    '3 of 3 platform manifests and 2 of 2 indexes compared, 2 differ',
    [
      'a (index of all platforms): expected sha256:0, got sha256:0f',
      'a for linux/arm64: expected sha256:2, got sha256:2f',
    ],
  ],
  [
    'one is not as locked',
    [...rows('a', 'not as locked', 'not as locked'), ...rows('b', 'equal', 'equal')],
    '1 of 2 platform manifests and 1 of 2 indexes compared, all equal; a is not as locked and was not compared (libc6 2.41-13 instead of 2.41-12 and 1 more: see its stage.json)',
    ['a is not as locked and was not compared (libc6 2.41-13 instead of 2.41-12 and 1 more: see its stage.json)'],
  ],
  [
    'nothing could be compared, which is not that all are equal',
    [...rows('a', 'not built', 'not built'), ...rows('b', 'not recorded', 'not recorded')],
    '0 of 2 platform manifests compared',
    ['a is not built', 'images/b/digests.json has no digest of index, linux/amd64'],
  ],
  [
    'one platform is not written down',
    rows('a', 'differs', 'equal', 'not recorded'),
    '1 of 2 platform manifests and 1 of 1 indexes compared, 1 differ',
    [
      'a (index of all platforms): expected sha256:0, got sha256:0f',
      'images/a/digests.json has no digest of linux/arm64',
    ],
  ],
])('says that %s', (_what, comparisons, summary, problems) => {
  expect(digestSummary(comparisons)).toBe(summary);
  expect(digestProblems(comparisons)).toEqual(problems);
});
