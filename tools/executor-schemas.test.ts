import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { executorSchemas } from './executor-schemas';

const schemas = [...executorSchemas()];

it.each(schemas)(
  '%s is made of the options that are parsed (else: node tools/run-ts.cjs tools/write-executor-schemas.ts)',
  (path, text) => {
    expect(JSON.parse(readFileSync(join(__dirname, '..', path), 'utf8'))).toEqual(JSON.parse(text));
  },
);

interface Described {
  readonly description?: string;
}

it.each(schemas)('%s describes every option', (_path, text) => {
  const { properties } = JSON.parse(text) as { properties: Record<string, Described> };
  const silent = Object.entries(properties).filter(([, { description = '' }]) => !/^\S.{8}.*\.$/.test(description));
  expect(silent.map(([name]) => name)).toEqual([]);
});

it('is what @basewright/nx has an executor for, by the name of the stage', () => {
  const nx = join(__dirname, '../packages/nx');
  const { executors } = JSON.parse(readFileSync(join(nx, 'executors.json'), 'utf8')) as { executors: object };
  const stages = schemas.flatMap(([path]) => /^packages\/stages\/(.*)\/src\/schema\.json$/.exec(path)?.[1] ?? []);
  expect(Object.keys(executors).sort()).toEqual([...stages, 'refuse', 'run'].sort());
  for (const stage of [...stages, 'run']) {
    expect(executors).toHaveProperty([stage, 'implementation'], `./dist/executors/${stage}/executor`);
    expect(executors).toHaveProperty([stage, 'schema'], `./src/executors/${stage}/schema.json`);
    expect(existsSync(join(nx, 'src/executors', stage, 'executor.ts'))).toBe(true);
  }
});
