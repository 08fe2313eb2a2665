import { log } from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';
import { formatFiles, type Tree } from '@nx/devkit';

import { examine } from '../../doctor/check';
import { describeFindings } from '../../doctor/describe-findings';
import { localChecks } from '../../doctor/host-checks';
import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';
import { setUpWorkspace } from './set-up-workspace';

/** Options of the generator `init`: where Debian packages come from, on a host that is not Debian. */
export type InitGeneratorOptions = DebianSettings;

/**
 * Nx generator `@basewright/nx:init`, which `nx add` runs: the plugin in nx.json, .gitignore, a lock file; says what
 * this machine lacks. A second run changes nothing.
 */
export async function initGenerator(tree: Tree, { mirror, suite, keyring }: InitGeneratorOptions): Promise<void> {
  const given = Object.entries({ mirror, suite, keyring }).filter(([, value]) => value !== undefined);
  setUpWorkspace(tree, Object.fromEntries(given));
  await formatFiles(tree);
  await tellWhatIsMissing(pluginSettings(tree).debian ?? {});
}

async function tellWhatIsMissing(debian: DebianSettings): Promise<void> {
  const missing = (await examine(localChecks(debian))).filter(({ state }) => state !== 'good');
  if (missing.length > 0) log.info(describeFindings(missing).join('\n'));
  const broken = missing.some(({ state }) => state === 'broken');
  log.info(
    broken
      ? 'This machine cannot build images yet; look again with: npx nx g @basewright/nx:doctor'
      : 'Make an image with: npx nx g @basewright/nx:image my-image',
  );
}

export default asGenerator(initGenerator);
