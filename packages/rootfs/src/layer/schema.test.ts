import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type LayerOptions } from './options';

it('describes exactly the options the executor takes', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, 'schema.json'), 'utf8')) as {
    properties: object;
    anyOf: { required: string[] }[];
  };
  const keys: Record<keyof Required<LayerOptions>, 'required' | 'optional'> = {
    outputPath: 'required',
    platform: 'required',
    name: 'required',
    base: 'required',
    users: 'optional',
    groups: 'optional',
    files: 'optional',
    links: 'optional',
    directories: 'optional',
    packages: 'optional',
    withoutPackages: 'optional',
    distroless: 'optional',
    withoutFiles: 'optional',
    config: 'optional',
    lockFile: 'required',
    strict: 'optional',
    debian: 'optional',
  };
  expect(Object.keys(schema.properties)).toEqual(['image', 'settings', ...Object.keys(keys)]);
  expect(schema.anyOf.map(({ required }) => required)).toContainEqual(
    Object.entries(keys).flatMap(([key, kind]) => (kind === 'required' ? [key] : [])),
  );
});
