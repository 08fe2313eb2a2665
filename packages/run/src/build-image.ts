import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { exec } from '@basewright/core';

/** Variables by which Nx tells a task about itself: another Nx would take them for its own. */
const OF_THE_TASK = /^NX_(TASK|TERMINAL|STREAM_OUTPUT|FORKED|INVOKED|SET_CLI|CLI_SET)/;

/**
 * Brings the outputs of a target of the workspace up to date: Nx is run inside Nx, since only the user's words, which
 * a graph of tasks does not know, say that this one is needed. Throws TOOL_FAILED with the last lines Nx wrote.
 */
export async function buildTarget(workspace: string, project: string, target: string): Promise<void> {
  const manifest = createRequire(join(workspace, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: { readonly nx: string } };
  const inherited = Object.entries(process.env).filter(
    ([name, value]) => !OF_THE_TASK.test(name) && value !== undefined,
  );
  await exec(process.execPath, [join(dirname(manifest), bin.nx), 'run', `${project}:${target}`], {
    cwd: workspace,
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), NX_TUI: 'false' },
    purpose: `run ${project}:${target}`,
  });
}
