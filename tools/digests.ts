import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { BasewrightError, describeFailure, didYouMean, reasonOf } from '@basewright/core';

import { compareDigests, type ImageState, writingMistakes } from './digests/compare-digests';
import { digestProblems, digestSummary } from './digests/digest-lines';
import { formatDigests } from './digests/image-digests';
import { imageDirectories, readImageStates } from './digests/read-images';

const USAGE = `npm run digests -- [--write] [image ...]

Compares the images in dist/images with the digests in images/*/digests.json, which are those of a build from what
basewright.lock.json pins. Ends with 1 unless the index and every platform of every image are built and equal.
Build them first: npx nx run-many -t publish
  --write  writes the digests of what is built to images/*/digests.json
  image    only these, by the name of their directory in images/
`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const workspace = process.cwd();
  const directories = chosen(await imageDirectories(workspace), positionals);
  const states = await readImageStates(workspace, directories);
  if (values.write) write(workspace, states);
  else compare(states);
}

function readArguments() {
  try {
    return parseArgs({
      options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot compare digests: ${reasonOf(cause)}`, {
      hint: '`npm run digests -- --help` shows the options',
      cause,
    });
  }
}

/** Throws BAD_INPUT for names of no image. */
function chosen(directories: readonly string[], names: readonly string[]): string[] {
  const known = directories.map((directory) => basename(directory));
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length > 0) {
    const lines = wrong.map((name) => `  ${name}: there is no images/${name}/image.json${didYouMean(name, known)}`);
    throw new BasewrightError('BAD_INPUT', `cannot find the images:\n${lines.join('\n')}`, {
      hint: `images of this workspace: ${known.join(', ')}`,
    });
  }
  return directories.filter((directory) => names.length === 0 || names.includes(basename(directory)));
}

function compare(states: readonly ImageState[]): void {
  const comparisons = compareDigests(states);
  const problems = digestProblems(comparisons);
  process.stdout.write(`digests: ${digestSummary(comparisons)}\n`);
  if (problems.length === 0) return;
  const hint =
    'build all with `npx nx run-many -t publish`; where a change is meant, `npm run digests -- --write` writes it down';
  process.stderr.write(`${problems.map((problem) => `error: ${problem}\n`).join('')}hint: ${hint}\n`);
  process.exitCode = 1;
}

/** Writes all or nothing. Throws CHECK_FAILED with everything because of which it may not. */
function write(workspace: string, states: readonly ImageState[]): void {
  const mistakes = states.flatMap(writingMistakes);
  if (mistakes.length > 0) {
    const lines = mistakes.map((mistake) => `  ${mistake}`);
    throw new BasewrightError('CHECK_FAILED', `cannot write digests.json\n${lines.join('\n')}`, {
      hint: 'build all platforms as locked: `npx nx run-many -t publish`; nothing was written',
    });
  }
  for (const state of states) {
    if (state.built === null) continue;
    writeFileSync(join(workspace, state.file), formatDigests(state.built.digests));
    const comparisons = compareDigests([state]);
    const changed = comparisons.filter(({ verdict }) => verdict !== 'equal').length;
    process.stdout.write(`wrote ${state.file}: ${changed} of ${comparisons.length} digests changed\n`);
  }
}

main().catch(async (thrown: unknown) => {
  process.stderr.write(await describeFailure(thrown, process.cwd()));
  process.exitCode = 1;
});
