import { z } from 'zod';

import { imageSchema } from './image-schema';

/** The JSON Schema of image.json, as the text of a file: made from what the parser itself reads. */
export function imageJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(imageSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`;
}
