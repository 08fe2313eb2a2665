import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

import { preProcessFile } from 'typescript';

import { packageDirectories, REPOSITORY } from '../e2e/repository';

/** The floors of the house, by the folder a package lies in or its own name; an arrow goes down, never up. */
const FLOORS = ['nx', 'pipeline', 'image', 'stages', 'lib'] as const;

const SCOPE = '@basewright/';
const INDEX_LINES = 60;

/** A package: its name without the scope, and its directory from the repository. */
interface Package {
  readonly name: string;
  readonly directory: string;
}

const packages: readonly Package[] = packageDirectories(REPOSITORY).map((directory) => ({
  name: basename(directory),
  directory,
}));
const published = packages.filter(({ name }) => name !== 'testing');

/** 0 is the highest. */
function floorOf({ name, directory }: Package): number {
  const folder = basename(dirname(directory));
  return FLOORS.findIndex((floor) => floor === (folder === 'packages' ? name : folder));
}

function sourcesOf({ directory }: Package): string[] {
  const source = join(REPOSITORY, directory, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(source, path));
}

/** What a file imports, types included. */
function importsOf(file: string): string[] {
  return preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The packages of ours that a package imports, each with a file that does. */
function arrowsOf(one: Package): Map<string, string> {
  const arrows = sourcesOf(one).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith(SCOPE))
      .map((specifier) => [specifier.slice(SCOPE.length), relative(REPOSITORY, file)] as const),
  );
  return new Map(arrows);
}

function dependenciesOf({ directory }: Package): string[] {
  const text = readFileSync(join(REPOSITORY, directory, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies).filter((name) => name.startsWith(SCOPE));
}

function find(name: string): Package {
  const found = packages.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no package ${name}`);
  return found;
}

it('has a floor for every package', () => {
  expect(published.filter((one) => floorOf(one) === -1)).toEqual([]);
});

it('calls every package as its folder', () => {
  const names = packages.map(({ directory }) => {
    const { name } = JSON.parse(readFileSync(join(REPOSITORY, directory, 'package.json'), 'utf8')) as { name: string };
    return [name, directory];
  });
  expect(names).toEqual(packages.map(({ name, directory }) => [SCOPE + name, directory]));
});

it('has no circle among the packages of lib', () => {
  const lib = published.filter(({ directory }) => directory.startsWith('packages/lib/'));
  const below = (name: string, way: readonly string[]): string[] =>
    way.includes(name)
      ? [[...way, name].join(' -> ')]
      : [...arrowsOf(find(name)).keys()].flatMap((next) => below(next, [...way, name]));
  expect(lib.flatMap(({ name }) => below(name, []))).toEqual([]);
});

describe.each(published)('$name', (one) => {
  const arrows = arrowsOf(one);

  it('imports what lies below it, and a stage no stage', () => {
    const isBelow = (other: Package): boolean =>
      floorOf(other) > floorOf(one) || (floorOf(other) === floorOf(one) && one.directory.startsWith('packages/lib/'));
    const wrong = [...arrows].filter(([name]) => !isBelow(find(name)));
    expect(wrong.map(([name, file]) => `${file}: ${name}`)).toEqual([]);
  });

  it('imports nothing of another package by its path', () => {
    const own = join(REPOSITORY, one.directory, '/');
    const strays = sourcesOf(one).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.') && !resolve(file, '..', specifier).startsWith(own))
        .map((specifier) => `${relative(REPOSITORY, file)}: ${specifier}`),
    );
    expect(strays).toEqual([]);
  });

  it('depends on all of ours that it imports, and but for the plugin on no other', () => {
    const declared = dependenciesOf(one).map((name) => name.slice(SCOPE.length));
    expect([...arrows.keys()].filter((name) => !declared.includes(name))).toEqual([]);
    // Who installs the plugin has every executor.
    if (one.name !== 'nx') expect(declared.filter((name) => !arrows.has(name))).toEqual([]);
  });

  it(`has a table of contents of under ${INDEX_LINES} lines that exports by name`, () => {
    const path = join(REPOSITORY, one.directory, 'src/index.ts');
    const index = existsSync(path) ? readFileSync(path, 'utf8') : '';
    expect(index.split('\n').length).toBeLessThan(INDEX_LINES);
    expect(index).not.toMatch(/^export \*|^export default/m);
  });
});
