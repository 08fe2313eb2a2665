import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeDailyWork } from './daily-work';
import { followPage, PAGES } from './doc-pages';
import { type LocalRegistry, startLocalRegistry } from './local-registry';
import { publishedFamily } from './published-family';
import { NX_VERSIONS, TeamWorkspace } from './team-workspace';
import { REPOSITORY } from './workspace';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-docs-'));
let packages: LocalRegistry & { stop(): Promise<void> };
let team: TeamWorkspace;

beforeAll(async () => {
  const { storage } = await publishedFamily();
  packages = await startLocalRegistry(storage);
  team = TeamWorkspace.empty(packages);
});
afterAll(async () => {
  team.remove();
  rmSync(scratch, { recursive: true, force: true });
  await packages.stop();
});

it('knows every page of the documentation', () => {
  const pages = readdirSync(join(REPOSITORY, 'docs/how-to')).map((name) => `how-to/${name}`);
  expect(['tutorial.md', ...pages].sort()).toEqual([...PAGES].sort());
});

/** The other pages are followed in matrix/docs.test.ts. */
it('can follow the tutorial', async () => {
  await followPage(team, 'tutorial.md', join(scratch, 'registry'));
});

it('has the newest Nx then, and no compiler of TypeScript', () => {
  const { version } = JSON.parse(team.read('node_modules/nx/package.json')) as { version: string };
  expect(version.split('.')[0]).toBe(NX_VERSIONS.newest.split('.')[0]);
  for (const compiler of ['typescript', '@swc/core', '@swc-node/register']) {
    expect([compiler, existsSync(join(team.root, 'node_modules', compiler))]).toEqual([compiler, false]);
  }
});

describe('every day', () => {
  beforeAll(() => {
    team.startGit();
  });
  describeDailyWork(() => team);
});
