import { BasewrightError } from '@basewright/core';
import { publishDirectory } from '@basewright/publish';

const FAIL_ON_OPEN = '--fail-on-open';

/**
 * `basewright publish DIRECTORY [REGISTRY] [--fail-on-open]`: tells what image lies in the directory of a layout, and pushes
 * it where a registry is named; with the flag, not while a known vulnerability of its BusyBox is open. The directory is
 * relative to that of the workspace, which has to be the current one.
 */
export async function publishCommand(words: readonly string[]): Promise<number> {
  const flags = words.filter((word) => word.startsWith('--'));
  const [directory, asked = '', ...more] = words.filter((word) => !flags.includes(word));
  const unknown = flags.filter((flag) => flag !== FAIL_ON_OPEN);
  if (unknown.length > 0) {
    throw new BasewrightError('BAD_INPUT', `cannot publish with ${unknown.join(', ')}: there is no such option`, {
      hint: `the only option is ${FAIL_ON_OPEN}`,
    });
  }
  if (directory === undefined || more.length > 0) {
    throw new BasewrightError('BAD_INPUT', 'cannot publish that: it takes one directory and one registry', {
      hint: 'npx basewright publish dist/images/IMAGE/publish localhost:5000/base',
    });
  }
  const environment = process.env['BASEWRIGHT_REGISTRY'] ?? '';
  const failOnOpen = flags.length > 0 ? { failOnOpen: true } : {};
  await publishDirectory(process.cwd(), directory, { asked, environment, ...failOnOpen });
  return 0;
}
