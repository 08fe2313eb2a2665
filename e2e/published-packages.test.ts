import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { extract } from 'tar';

import { type PublishedFamily, publishedFamily, VERSIONS } from './published-family';
import { packageDirectories, REPOSITORY } from './repository';

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

/** A package that was published: its name, its tarball, and the directory that was unpacked into. */
interface Published {
  readonly name: string;
  readonly tarball: string;
  readonly directory: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'basewright-published-'));
const packages: Published[] = [];
let family: PublishedFamily;
beforeAll(async () => {
  family = await publishedFamily();
  for (const [name, tarball] of family.tarballs) {
    const directory = join(scratch, name);
    mkdirSync(directory, { recursive: true });
    await extract({ file: tarball, cwd: directory, strip: 1 });
    packages.push({ name, tarball, directory });
  }
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const filesOf = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(directory, path)).isFile(),
  );

it('publishes every package but the private one, in one version', () => {
  const names = packageDirectories(REPOSITORY)
    .map((directory) => basename(directory))
    .filter((name) => name !== 'testing');
  expect([...family.tarballs.keys()].sort()).toEqual(names.map((name) => `@basewright/${name}`).sort());
  for (const { directory } of packages) {
    const {
      version,
      dependencies = {},
      engines,
    } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
    expect(version).toBe(VERSIONS.first);
    expect(engines?.node).toBe('>=20.19');
    for (const [other, range] of Object.entries(dependencies)) {
      expect([other, range]).toEqual([other, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
      if (other.startsWith('@basewright/')) expect(range).toBe(VERSIONS.first);
    }
  }
});

it('ships compiled code with types, a README and the licence, and neither sources nor tests', () => {
  for (const { name, directory, tarball } of packages) {
    const files = filesOf(directory);
    expect([name, files]).toEqual([
      name,
      expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
    ]);
    expect(
      files.filter((path) => (path.endsWith('.ts') && !path.endsWith('.d.ts')) || path.includes('.test.')),
    ).toEqual([]);
    expect(files.filter((path) => path.endsWith('.tsbuildinfo'))).toEqual([]);
    expect(statSync(tarball).size).toBeLessThan(90_000);
  }
});

it('satisfies publint and attw', () => {
  const paths = packages.flatMap(({ directory, tarball }) => [directory, tarball]);
  const script = join(REPOSITORY, 'e2e/lint-packages.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...paths], { encoding: 'utf8' });
  expect([stderr, JSON.parse(stdout)]).toEqual([
    '',
    Object.fromEntries(packages.map(({ directory }) => [directory, []])),
  ]);
});
