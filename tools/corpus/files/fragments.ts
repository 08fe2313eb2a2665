import { BasewrightError } from '@basewright/core';

import { readRequests } from '../../../packages/stages/configure/src/read-requests';
import { UP } from '../images/trees';
import { type FileFamily } from './file-case';

/** Fragments that image.json names: `fragments` is the list of their paths in the workspace, a line each. */
export const FRAGMENTS: FileFamily = {
  name: 'fragments',
  step: async ({ workspace, made }) => {
    const fragments = Object.keys(made).filter((path) => path.endsWith('.config'));
    const outside = typeof made['outside'] === 'string' ? [made['outside']] : [];
    const { problems } = await readRequests(
      workspace,
      { libc: 'musl', fragments: [...fragments, ...outside] },
      new Set(),
    );
    // As configure says it, with what conf would find besides.
    if (problems.length > 0) throw new BasewrightError('BAD_INPUT', problems.join('\n'));
  },
  cases: [
    {
      name: 'an ordinary one',
      expected: 'harmless',
      make: () => ({ 'a.config': 'CONFIG_A=y\n# CONFIG_B is not set\n' }),
    },
    {
      name: 'one outside',
      expected: /outside the workspace/,
      make: (canary) => ({ outside: `${UP}${canary.slice(1)}/secret` }),
    },
    {
      name: 'a link outside',
      expected: /a\.config: it lies outside/,
      make: (canary) => ({ 'a.config': { link: `${canary}/secret` } }),
    },
    { name: 'a pipe', expected: /a\.config: it is no regular file/, make: () => ({ 'a.config': { pipe: true } }) },
    {
      name: 'a directory',
      expected: /a\.config: it is no regular file/,
      make: () => ({ 'a.config': { directory: true } }),
    },
    {
      name: 'bytes',
      expected: /a\.config:1: not a line of Kconfig/,
      make: () => ({ 'a.config': '\0\u0001\u001b[31mred\n' }),
    },
    { name: 'a value that does not end', expected: /a\.config:1/, make: () => ({ 'a.config': 'CONFIG_A="x\n' }) },
    {
      name: 'a million lines that are none',
      expected: /a\.config: 999980 more lines/,
      make: () => ({ 'a.config': 'x\n'.repeat(1_000_000) }),
    },
    {
      name: 'one that names JavaScript',
      expected: 'harmless',
      make: () => ({ 'a.config': 'CONFIG___proto__=y\nCONFIG_constructor=y\n' }),
    },
  ],
};
