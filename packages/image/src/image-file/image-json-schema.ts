import { z } from 'zod';

import { derivedSchema } from './derived-schema';
import { imageSchema } from './image-schema';

/**
 * The JSON Schema of image.json, as the text of a file: made from what the parser itself reads. With if and else, as the
 * parser does it: of an `anyOf` an editor could not say what is wrong.
 */
export function imageJsonSchema(): string {
  const [built, derived] = [imageSchema, derivedSchema].map((schema) =>
    z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }),
  );
  const either = { $schema: built?.$schema, if: { required: ['from'] }, then: derived, else: built };
  return `${JSON.stringify(either, null, 2)}\n`;
}
