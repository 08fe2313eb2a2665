import { type Comparison, type Verdict } from './compare-digests';

/**
 * How many digests were compared, of how many, and how that went, in one line:
 * `6 of 49 platform manifests compared, all equal`. What was built otherwise than locked is named.
 */
export function digestSummary(comparisons: readonly Comparison[]): string {
  const [indexes, manifests] = [comparisons.filter(isIndex), comparisons.filter((one) => !isIndex(one))];
  const counts = [
    count(manifests, 'platform manifests'),
    ...(indexes.some(wasCompared) ? [count(indexes, 'indexes')] : []),
  ];
  const differing = having(comparisons, 'differs').length;
  const result = differing > 0 ? `, ${differing} differ` : comparisons.some(wasCompared) ? ', all equal' : '';
  const otherwise = imagesOf(having(comparisons, 'not as locked')).map((image) => departed(comparisons, image));
  return [`${counts.join(' and ')} compared${result}`, ...otherwise].join('; ');
}

/** Everything because of which not all is equal, in sentences, image by image. */
export function digestProblems(comparisons: readonly Comparison[]): string[] {
  return imagesOf(comparisons).flatMap((image) =>
    problemsOf(
      image,
      comparisons.filter((one) => one.image === image),
    ),
  );
}

function problemsOf(image: string, own: readonly Comparison[]): string[] {
  const differing = having(own, 'differs').map(
    ({ of, expected, found }) => `${image} ${placed(of)}: expected ${String(expected)}, got ${String(found)}`,
  );
  const missing = having(own, 'not built').filter((one) => !isIndex(one));
  const isBuilt = own.some(({ found }) => found !== null);
  const unrecorded = having(own, 'not recorded');
  return [
    ...differing,
    ...(having(own, 'not as locked').length > 0 ? [departed(own, image)] : []),
    ...(missing.length > 0 ? [`${image} is not built${isBuilt ? ` for ${list(missing)}` : ''}`] : []),
    ...(unrecorded.length > 0 ? [`${String(own[0]?.file)} has no digest of ${list(unrecorded)}`] : []),
  ];
}

/** Whether a digest was set beside the one that is written down. */
function wasCompared({ verdict }: Comparison): boolean {
  return verdict === 'equal' || verdict === 'differs';
}

function count(comparisons: readonly Comparison[], what: string): string {
  return `${comparisons.filter(wasCompared).length} of ${comparisons.length} ${what}`;
}

function departed(comparisons: readonly Comparison[], image: string): string {
  const [first = '', ...others] = comparisons.find((one) => one.image === image)?.departures ?? [];
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `${image} is not as locked and was not compared (${first}${more}: see its stage.json)`;
}

function having(comparisons: readonly Comparison[], verdict: Verdict): Comparison[] {
  return comparisons.filter((one) => one.verdict === verdict);
}

function imagesOf(comparisons: readonly Comparison[]): string[] {
  return [...new Set(comparisons.map(({ image }) => image))];
}

function isIndex({ of }: Comparison): boolean {
  return of === 'index';
}

function placed(of: Comparison['of']): string {
  return of === 'index' ? '(index of all platforms)' : `for ${of}`;
}

function list(comparisons: readonly Comparison[]): string {
  return comparisons.map(({ of }) => of).join(', ');
}
