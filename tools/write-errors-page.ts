import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorsPage } from './errors-page';

/** Writes docs/reference/errors.md from the table of error codes: `node tools/run-ts.cjs tools/write-errors-page.ts`. */
writeFileSync(join(__dirname, '../docs/reference/errors.md'), errorsPage());
