import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { imageJsonSchema } from '@basewright/image';

/** Writes packages/image/image.schema.json from the parser's schema: `node tools/run-ts.cjs tools/write-image-schema.ts`. */
writeFileSync(join(__dirname, '../packages/image/image.schema.json'), imageJsonSchema());
