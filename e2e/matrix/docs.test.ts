import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { followPage, PAGES } from '../doc-pages';
import { type LocalRegistry, startLocalRegistry } from '../local-registry';
import { publishedFamily } from '../published-family';
import { TeamWorkspace } from '../team-workspace';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-docs-'));
let packages: LocalRegistry & { stop(): Promise<void> };
let reader: TeamWorkspace;

beforeAll(async () => {
  const { storage } = await publishedFamily();
  packages = await startLocalRegistry(storage);
  reader = TeamWorkspace.empty(packages);
});
afterAll(async () => {
  reader.remove();
  rmSync(scratch, { recursive: true, force: true });
  await packages.stop();
});

it.each(PAGES)('%s: every command ends well', async (page) => {
  await followPage(reader, page, join(scratch, 'registry'));
});
