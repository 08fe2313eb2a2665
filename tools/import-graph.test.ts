import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { preProcessFile } from 'typescript';

/** The star: which packages of ours each may import. A stage is in nobody's row but the plugin's. */
const BASES = ['core', 'debian', 'hermetic', 'image', 'oci', 'releases', 'tree'] as const;
const STAGES = [
  'fetch',
  'toolchain',
  'configure',
  'compile',
  'libraries',
  'rootfs',
  'base',
  'publish',
  'image-test',
  'report',
  'run',
] as const;

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  debian: ['core'],
  hermetic: ['core', 'debian'],
  oci: ['core'],
  releases: ['core'],
  tree: ['core', 'oci'],
  image: ['core', 'debian', 'releases'],
  fetch: ['core', 'debian', 'releases', 'image'],
  toolchain: ['core', 'debian', 'hermetic', 'image'],
  configure: ['core', 'hermetic', 'image'],
  compile: ['core', 'hermetic', 'image'],
  libraries: ['core', 'debian', 'image'],
  rootfs: ['core', 'debian', 'hermetic', 'image', 'oci', 'tree'],
  base: ['core', 'image', 'oci'],
  publish: ['core', 'debian', 'hermetic', 'image', 'oci', 'releases', 'tree'],
  'image-test': ['core', 'debian', 'hermetic', 'image', 'oci'],
  report: ['core', 'image', 'releases'],
  run: ['core', 'debian', 'hermetic', 'image', 'oci'],
  nx: [...BASES, ...STAGES],
  testing: ['core', 'debian'],
};

const SCOPE = '@basewright/';
const INDEX_LINES = 60;
const packages = join(__dirname, '..', 'packages');
const names = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'package.json')));

function sourcesOf(name: string): string[] {
  const source = join(packages, name, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(source, path));
}

/** What a file imports, types included. */
function importsOf(file: string): string[] {
  return preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);
}

function dependenciesOf(name: string): string[] {
  const text = readFileSync(join(packages, name, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { dependencies?: Record<string, string> }).dependencies ?? {});
}

it('has a row for every package and a package for every row', () => {
  expect([...names].sort()).toEqual(Object.keys(ALLOWED).sort());
});

it('lets no stage be imported by another', () => {
  const rows = Object.entries(ALLOWED).filter(([name]) => name !== 'nx');
  expect(rows.flatMap(([, row]) => row.filter((other) => STAGES.some((stage) => stage === other)))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const allowed = (ALLOWED[name] ?? []).map((other) => SCOPE + other);
  const imports = sourcesOf(name).flatMap((file) => importsOf(file).map((specifier) => ({ file, specifier })));

  it('imports only what its row allows, by package name', () => {
    const wrong = imports.filter(({ specifier }) => specifier.startsWith(SCOPE) && !allowed.includes(specifier));
    expect(wrong.map(({ file, specifier }) => `${relative(packages, file)}: ${specifier}`)).toEqual([]);
  });

  it('imports nothing of another package by its path', () => {
    const own = join(packages, name, '/');
    const strays = imports.filter(({ file, specifier }) => {
      return specifier.startsWith('.') && !resolve(file, '..', specifier).startsWith(own);
    });
    expect(strays.map(({ file, specifier }) => `${relative(packages, file)}: ${specifier}`)).toEqual([]);
  });

  it('depends on what its row allows, and on all of ours that it imports', () => {
    const declared = dependenciesOf(name).filter((other) => other.startsWith(SCOPE));
    const used = new Set(imports.map(({ specifier }) => specifier).filter((specifier) => specifier.startsWith(SCOPE)));
    expect(declared.filter((other) => !allowed.includes(other))).toEqual([]);
    expect([...used].filter((other) => !declared.includes(other))).toEqual([]);
  });

  it(`has a table of contents of under ${INDEX_LINES} lines that exports by name`, () => {
    const index = readFileSync(join(packages, name, 'src', 'index.ts'), 'utf8');
    expect(index.split('\n').length).toBeLessThan(INDEX_LINES);
    expect(index).not.toMatch(/^export \*|^export default/m);
  });
});
