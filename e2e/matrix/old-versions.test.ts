import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pinnedArchive } from '@basewright/testing';

import { type LocalRegistry, startLocalRegistry } from '../local-registry';
import { publishedFamily, VERSIONS } from '../published-family';
import { TeamWorkspace } from '../team-workspace';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-node-'));
let packages: LocalRegistry & { stop(): Promise<void> };
let team: TeamWorkspace;

beforeAll(async () => {
  const { storage } = await publishedFamily();
  packages = await startLocalRegistry(storage);
  team = TeamWorkspace.withNx({ registry: packages, archive: await pinnedArchive([]) }, '21.6.4');
});
afterAll(async () => {
  team.remove();
  rmSync(scratch, { recursive: true, force: true });
  await packages.stop();
});

const ADD = ['install', '--save-dev', `@basewright/nx@${VERSIONS.first}`];

it('the plugin says which Nx is needed', () => {
  team.must('npm', ...ADD);
  team.write('nx.json', JSON.stringify({ plugins: ['@basewright/nx'] }));
  const { exitCode, output } = team.nx(['show', 'projects']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('cannot run with Nx 21.6.4: @basewright/nx supports Nx 22 to 24 (npx nx migrate latest)');
});

it('the plugin says which Node is needed', () => {
  const name = `node-linux-${process.arch}`;
  team.must('npm', 'install', '--no-save', '--prefix', scratch, `${name}@18.20.8`);
  const node = join(scratch, 'node_modules', name, 'bin/node');
  const { exitCode, output } = team.run(node, ['node_modules/.bin/nx', 'show', 'projects']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('cannot run on Node 18.20.8: Basewright needs 20.19 or later');
});
