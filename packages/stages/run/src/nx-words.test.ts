import { nxWords, type ProcessArguments } from './nx-words';

/** Ancestors of this process, nearest first. */
const ancestors =
  (...lines: readonly (readonly string[])[]) =>
  (pid: number): ProcessArguments | null => {
    const at = pid === process.ppid ? 0 : pid - 1000;
    const words = lines[at];
    return words === undefined ? null : { words, parent: 1000 + at + 1 };
  };

const NX = ['node', '/w/node_modules/.bin/nx', 'run', 'coral:run', '--user=5', '--', 'ls', '-la'];

it.each([
  ['its parent', [NX]],
  ['an ancestor, with a pseudo-terminal between', [['node', '/w/nx/dist/src/tasks-runner/fork.js', 'x'], ['sh'], NX]],
  ['the nearest of two', [NX, ['node', '/w/node_modules/nx/dist/bin/nx.js', 'run', 'other:e2e', '--', 'no']]],
])('are those of %s', (_what, lines) => {
  expect(nxWords(['ls', '-la'], ancestors(...lines))).toEqual({
    before: ['run', 'coral:run', '--user=5'],
    after: ['ls', '-la'],
  });
});

it.each([
  ['Nx was not given --', [NX.slice(0, 5)]],
  ['no Nx is found', [['node', 'script.js', '--', 'x']]],
  ['nothing can be read', []],
])('have no -- where %s', (_what, lines) => {
  expect(nxWords(['--user=5', 'ls'], ancestors(...lines))).toEqual({ before: null, after: ['--user=5', 'ls'] });
});

it('are read of this machine', () => {
  expect(nxWords(['ls'])).toMatchObject({ after: ['ls'] });
});
