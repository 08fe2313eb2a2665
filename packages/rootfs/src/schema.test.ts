import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type AssembleOptions } from './options';

it('describes exactly the options the executor takes', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, 'schema.json'), 'utf8')) as {
    properties: object;
    anyOf: { required: string[] }[];
  };
  const keys: Record<keyof Required<AssembleOptions>, 'required' | 'optional'> = {
    outputPath: 'required',
    platform: 'required',
    libc: 'required',
    binaries: 'required',
    libraries: 'required',
    toolchain: 'required',
    name: 'required',
    appletLinks: 'optional',
    users: 'optional',
    groups: 'optional',
    files: 'optional',
    links: 'optional',
    directories: 'optional',
    debian: 'optional',
  };
  expect(Object.keys(schema.properties)).toEqual(['image', 'settings', ...Object.keys(keys)]);
  expect(schema.anyOf.map(({ required }) => required)).toContainEqual(
    Object.entries(keys).flatMap(([key, kind]) => (kind === 'required' ? [key] : [])),
  );
});
