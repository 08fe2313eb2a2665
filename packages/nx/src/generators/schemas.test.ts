import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PLATFORM_IDS } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';

const own = (path: string): unknown => JSON.parse(readFileSync(join(__dirname, '../..', path), 'utf8'));
const { generators } = own('generators.json') as { generators: Record<string, { schema: string }> };

interface Property {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly 'x-prompt'?: unknown;
}
const propertiesOf = (generator: string): Record<string, Property> =>
  (own(generators[generator]?.schema ?? '') as { properties: Record<string, Property> }).properties;

it.each(Object.keys(generators))('%s takes nothing it does not describe', (name) => {
  expect(own(generators[name]?.schema ?? '')).toMatchObject({ additionalProperties: false });
  for (const property of Object.values(propertiesOf(name))) expect(property.description).toMatch(/^[A-Z].{10}.*\.$/);
});

it('image asks for libcs and platforms that there are', () => {
  const { name, from, libc, platforms } = propertiesOf('image');
  expect(libc?.enum).toEqual([...LIBCS]);
  expect(platforms?.items?.enum).toEqual([...PLATFORM_IDS]);
  for (const asked of [name, from, libc, platforms]) expect(asked?.['x-prompt']).toBeDefined();
});
