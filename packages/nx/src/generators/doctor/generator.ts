import { BasewrightError, log } from '@basewright/core';
import { type Tree } from '@nx/devkit';

import { examine } from '../../doctor/check';
import { describeFindings } from '../../doctor/describe-findings';
import { hostChecks } from '../../doctor/host-checks';
import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';

/** Options of the generator `doctor`. */
export interface DoctorGeneratorOptions {
  /** Read every byte of the store. */
  readonly deep?: boolean;
}

/** Nx generator `@basewright/nx:doctor`: looks at what a build needs of this machine, and writes nothing. */
export async function doctorGenerator(tree: Tree, { deep = false }: DoctorGeneratorOptions): Promise<void> {
  const findings = await examine(hostChecks(pluginSettings(tree).debian ?? {}, deep));
  log.info(describeFindings(findings).join('\n'));
  const broken = findings.filter(({ state }) => state === 'broken').map(({ what }) => what);
  if (broken.length > 0) {
    throw new BasewrightError('MISSING_PREREQUISITE', `cannot build on this machine yet: ${broken.join(', ')}`, {
      hint: 'mend what is broken above, then look again: nx g @basewright/nx:doctor',
    });
  }
}

export default asGenerator(doctorGenerator);
