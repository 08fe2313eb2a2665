import { BasewrightError, log } from '@basewright/core';
import { busyboxVulnerabilities, tableAge } from '@basewright/upstream';

import { openLines } from './open-lines';
import { readStates } from './read-states';

/**
 * Refuses an image whose BusyBox has a vulnerability that is open or unknown and that its image.json does not accept, by
 * the table as it is now. `directory` is that of a layout, relative to `workspace`. Throws CHECK_FAILED with all of them, and
 * what readStates throws.
 */
export async function checkOpen(name: string, workspace: string, directory: string): Promise<void> {
  const table = busyboxVulnerabilities();
  const platforms = await readStates(workspace, directory, table);
  if (platforms.every(({ states }) => states?.length === 0)) {
    log.info(`${name}: has no BusyBox, whose vulnerabilities are all that is looked at`);
    return;
  }
  const { lines, ways, warnings } = openLines(platforms);
  for (const line of warnings) log.warn(line);
  const days = tableAge(table, new Date());
  const known = `of the ${table.vulnerabilities.length} that were known on ${table.date}, ${days === 1 ? '1 day' : `${days} days`} ago`;
  if (lines.length === 0) {
    log.info(`${name}: no vulnerability of its BusyBox is open or unknown and not accepted, ${known}`);
    return;
  }
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot publish ${name}: its BusyBox has vulnerabilities that are open or unknown, ${known}\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      hint: [
        ...(ways.length === 0
          ? []
          : ['close each, under "busybox" in image.json (the target report lists every way):']),
        ...ways.map((way) => `  ${way}`),
        'to accept one: "accepted": { "CVE-…": "why" }; to publish with all of them, leave out --fail-on-open',
      ].join('\n'),
    },
  );
}
