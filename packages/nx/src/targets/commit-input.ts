import { lastCommitArguments } from '@basewright/core';

import { shellWord } from './source-inputs';

/**
 * The Nx input under which a stage re-runs when another commit is the last that touched `paths`: its time, which the stage
 * reads as well. The command runs at every hash: Nx's daemon sees no commit. Where git cannot tell, the stage says so.
 */
export function commitInput(paths: readonly string[]): { readonly runtime: string } {
  const words = lastCommitArguments(paths).map(shellWord).join(' ');
  return { runtime: `git ${words} 2>/dev/null | cut -d ' ' -f 1` };
}
