import { BasewrightError } from '@basewright/core';
import { publishDirectory } from '@basewright/publish';

/**
 * `basewright publish DIRECTORY [REGISTRY]`: tells what image lies in the directory of a layout, and pushes it where a
 * registry is named. The directory is relative to that of the workspace, which has to be the current one.
 */
export async function publishCommand([directory, asked = '', ...more]: readonly string[]): Promise<number> {
  if (directory === undefined || more.length > 0) {
    throw new BasewrightError('BAD_INPUT', 'cannot publish that: it takes one directory and one registry', {
      hint: 'npx basewright publish dist/images/IMAGE/publish localhost:5000/base',
    });
  }
  await publishDirectory(process.cwd(), directory, { asked, environment: process.env['BASEWRIGHT_REGISTRY'] ?? '' });
  return 0;
}
