import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pinnedArchive } from '@basewright/testing';

import { followPage, PAGES, PAGES_NEED } from '../doc-pages';
import { type LocalRegistry, startLocalRegistry } from '../local-registry';
import { publishedFamily } from '../published-family';
import { NX_VERSIONS, TeamWorkspace } from '../team-workspace';
import { REPOSITORY } from '../repository';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-docs-'));
let packages: LocalRegistry & { stop(): Promise<void> };
let reader: TeamWorkspace;

beforeAll(async () => {
  const { storage } = await publishedFamily();
  packages = await startLocalRegistry(storage);
  const archive = await pinnedArchive(PAGES_NEED, { sources: true });
  reader = TeamWorkspace.empty({ registry: packages, archive });
});
afterAll(async () => {
  reader.remove();
  rmSync(scratch, { recursive: true, force: true });
  await packages.stop();
});

it('knows every page of the documentation', () => {
  const pages = readdirSync(join(REPOSITORY, 'docs/how-to')).map((name) => `how-to/${name}`);
  expect(['tutorial.md', ...pages].sort()).toEqual([...PAGES].sort());
});

it.each(PAGES)('%s: every command ends well', async (page) => {
  await followPage(reader, page, join(scratch, 'registry'));
});

it('has used the newest Nx, and no compiler of TypeScript', () => {
  const { version } = JSON.parse(reader.read('node_modules/nx/package.json')) as { version: string };
  expect(version.split('.')[0]).toBe(NX_VERSIONS.newest.split('.')[0]);
  for (const compiler of ['typescript', '@swc/core', '@swc-node/register']) {
    expect([compiler, existsSync(join(reader.root, 'node_modules', compiler))]).toEqual([compiler, false]);
  }
});
