import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { executorSchemas } from './executor-schemas';

/** Writes the schema.json of every executor from the options of its stage: `node tools/run-ts.cjs tools/write-executor-schemas.ts`. */
for (const [path, text] of executorSchemas()) writeFileSync(join(__dirname, '..', path), text);
