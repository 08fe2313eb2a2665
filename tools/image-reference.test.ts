import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseImageFile } from '@basewright/image';

import { imageReference, referenceExamples, undescribedFields } from './image-reference';

const written = readFileSync(join(__dirname, '../docs/reference/image-json.md'), 'utf8');

it('docs/reference/image-json.md is made from the schema (else: node tools/run-ts.cjs tools/write-image-schema.ts)', () => {
  expect(written).toBe(imageReference());
});

it('has a row for fields of every depth, with type and default', () => {
  expect(written).toContain('| `busybox.base` | string | `"defconfig"` | What the configuration starts from:');
  expect(written).toMatch(/^\| `rootfs\.users\[\]\.name` \| string \| required \|/m);
  expect(written).toMatch(/^\| `from` \| string \| required \|/m);
});

it('says something of every field', () => {
  expect(undescribedFields()).toEqual([]);
});

it.each(referenceExamples())('has an example of "$title" that is taken', ({ written: image }) => {
  expect(() => parseImageFile('images/x/image.json', JSON.stringify(image))).not.toThrow();
});
