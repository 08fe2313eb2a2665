import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { imageJsonSchema } from '@basewright/image';

import { imageReference } from './image-reference';

/** Writes what is made from the parser's schema, for editors and for readers: `node tools/run-ts.cjs tools/write-image-schema.ts`. */
writeFileSync(join(__dirname, '../packages/image/image.schema.json'), imageJsonSchema());
writeFileSync(join(__dirname, '../docs/reference/image-json.md'), imageReference());
