import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { busyboxVulnerabilities } from '@basewright/upstream';
import { format, resolveConfig } from 'prettier';

import { CONFIGS, readDefaultConfigs, tableSymbols, withBuilds } from './vulnerabilities-page/default-configs';
import { vulnerabilitiesPage } from './vulnerabilities-page/page';

/**
 * Writes docs/security/busybox.md: `node tools/run-ts.cjs tools/write-vulnerabilities-page.ts`. What `dist/images` has of
 * the default images, left by `npx nx run-many -t configure--amd64`, goes into the file with their configurations first: for
 * another release, with its `"version"` in image.json.
 */
async function writePage(): Promise<void> {
  const table = busyboxVulnerabilities();
  const known = existsSync(CONFIGS) ? readDefaultConfigs() : {};
  const configs = withBuilds(known, process.cwd(), tableSymbols(table));
  const style = { ...(await resolveConfig(CONFIGS)), filepath: CONFIGS };
  writeFileSync(CONFIGS, await format(JSON.stringify(configs), style));
  writeFileSync(join(__dirname, '../docs/security/busybox.md'), vulnerabilitiesPage(table, configs));
}

void writePage();
