import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { imageJsonSchema } from './image-json-schema';

it('image.schema.json is what the parser reads (else: node tools/run-ts.cjs tools/write-image-schema.ts)', () => {
  expect(readFileSync(join(__dirname, '../../image.schema.json'), 'utf8')).toBe(imageJsonSchema());
});
