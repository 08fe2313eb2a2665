import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorsPage } from './errors-page';

it('docs/reference/errors.md is made from the table (else: node tools/run-ts.cjs tools/write-errors-page.ts)', () => {
  expect(readFileSync(join(__dirname, '../docs/reference/errors.md'), 'utf8')).toBe(errorsPage());
});
