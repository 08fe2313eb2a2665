import { join } from 'node:path';

import { STEPS } from '../images/entry-points';
import { bottom, writeHostileLayout } from '../images/layout';
import { type FileFamily } from './file-case';

/** Variables of the environment are those of the case, whose values begin with `=`; `=` alone takes one away. */
export const ENVIRONMENTS: FileFamily = {
  name: 'environments',
  variables: (made) =>
    Object.fromEntries(
      Object.entries(made).map(([name, value]) => [
        name.replace(/^tmp\/\$/, ''),
        typeof value !== 'string' || value === '=' ? undefined : value.slice(1),
      ]),
    ),
  step: ({ workspace }) => {
    const digest = writeHostileLayout(join(workspace, 'tmp/layout'), { layers: [bottom()] });
    return STEPS.pull({ workspace, digest, tree: join(workspace, 'tree'), layout: 'tmp/layout' });
  },
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: () => ({}) },
    { name: 'no home', expected: 'harmless', make: () => ({ 'tmp/$HOME': '=' }) },
    {
      name: 'a temporary directory that is not there',
      expected: { either: /TMPDIR|temporary/ },
      make: (canary) => ({ 'tmp/$TMPDIR': `=${canary}/none` }),
    },
    {
      name: 'a store that is a file',
      expected: /store/,
      make: (canary) => ({ 'tmp/$BASEWRIGHT_STORE': `=${canary}/victim` }),
    },
    { name: 'no programs', expected: /flock/, make: () => ({ 'tmp/$PATH': '=/nonexistent' }) },
    {
      name: 'words for loaders and shells',
      expected: 'harmless',
      make: (canary) => ({
        'tmp/$LD_PRELOAD': `=${canary}/victim`,
        'tmp/$BASH_ENV': `=${canary}/victim`,
        'tmp/$TAR_OPTIONS': '=--to-command=false',
        'tmp/$GZIP': '=-x',
      }),
    },
  ],
};
