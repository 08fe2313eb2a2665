import { compareDigests } from '../tools/digests/compare-digests';
import { digestProblems, digestSummary } from '../tools/digests/digest-lines';
import { imageDirectories, readImageStates } from '../tools/digests/read-images';
import { type NxWorkspace } from './nx-workspace';
import { REPOSITORY } from './repository';

/**
 * Compares the images of this repository that a test has published in `workspace`, unchanged, with their digests.json,
 * and prints how many that were. `published` says which those have to be: `{ coral: ['linux/amd64'] }`. An index is
 * compared when all platforms of its image are among them. What was not built as locked is printed, not compared.
 * Throws with image, platform and both digests where they differ, and when more or less was published.
 */
export async function expectGoldenDigests(
  workspace: NxWorkspace,
  published: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const comparisons = compareDigests(await readImageStates(workspace.root, await imageDirectories(REPOSITORY)));
  process.stderr.write(`digests: ${digestSummary(comparisons)}\n`);
  const built = comparisons.filter(({ found }) => found !== null);
  const problems = digestProblems(built.filter(({ verdict }) => verdict !== 'not as locked'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const wanted = Object.entries(published).flatMap(([image, platforms]) => platforms.map((id) => `${image} ${id}`));
  expect(wanted).not.toEqual([]);
  const found = built.filter(({ of }) => of !== 'index').map(({ image, of }) => `${image} ${of}`);
  expect(found.sort()).toEqual(wanted.sort());
}
