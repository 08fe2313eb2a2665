import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { type Lock } from '@basewright/debian';
import { pinnedArchive } from '@basewright/testing';

import { describeDailyWork } from './daily-work';
import { type LocalRegistry, startLocalRegistry } from './local-registry';
import { publishedFamily, VERSIONS } from './published-family';
import { TeamWorkspace } from './team-workspace';

/** What an image on musl is built and tested with on this machine: what the archive has that stands for Debian's. */
const TEAM_NEEDS = ['toolchain/amd64/musl/amd64', 'pack/amd64', 'qemu/amd64'];

/**
 * What a team goes through that has a workspace with some version of Nx, and adds Basewright to it; `daily`: and what
 * it relies on from then on.
 */
export function describeTeam(nxVersion: string, { daily = false } = {}): void {
  describe(`a team with Nx ${nxVersion}`, () => {
    let registry: LocalRegistry & { stop(): Promise<void> };
    let team: TeamWorkspace;

    beforeAll(async () => {
      const { storage } = await publishedFamily({ next: daily });
      registry = await startLocalRegistry(storage);
      const archive = await pinnedArchive(TEAM_NEEDS, { sources: true });
      team = TeamWorkspace.withNx({ registry, archive }, nxVersion);
      team.startGit();
    });
    afterAll(async () => {
      team.remove();
      await registry.stop();
    });

    it('sets the workspace up with nx add, once', () => {
      const output = team.succeed('add', `@basewright/nx@${VERSIONS.first}`);
      expect(output).toContain('npx nx g @basewright/nx:image my-image');
      expect(JSON.parse(team.read('nx.json'))).toMatchObject({ plugins: ['@basewright/nx'] });
      expect(team.read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['dist', '.nx/cache']));
      expect(JSON.parse(team.read('basewright.lock.json'))).toMatchObject({ suite: 'trixie', sets: {} });
      team.commit();
      team.succeed('g', '@basewright/nx:init');
      expect(team.changes()).toBe('');
    });

    it('finds this machine fit to build', () => {
      const output = team.succeed('g', '@basewright/nx:doctor');
      for (const what of ['machine', 'programs', 'user namespaces', 'keyring', 'disk', 'packages']) {
        expect(output).toMatch(new RegExp(`^ok +${what} `, 'm'));
      }
      expect(team.changes()).toBe('');
    });

    it('writes an image project, not in a dry run, and pins what it is built from', () => {
      const generate = ['g', '@basewright/nx:image', 'my-image', '--libc=musl', '--no-interactive'];
      team.succeed(...generate, '--dry-run');
      expect(team.changes()).toBe('');
      expect(team.succeed(...generate)).toMatch(/^ +gcc-defaults \S+: cpp, .*\bgcc, .*\(amd64\)$/m);
      expect(JSON.parse(team.read('images/my-image/image.json'))).toEqual({
        $schema: '../../node_modules/@basewright/nx/image.schema.json',
        libc: 'musl',
        busybox: { version: '1.38.0' },
        platforms: ['linux/amd64'],
      });
      expect(existsSync(join(team.root, 'node_modules/@basewright/nx/image.schema.json'))).toBe(true);
      team.commit();
      expect(team.succeed(...generate)).toContain('Nothing changed.');
      expect(team.changes()).toBe('');
    });

    it('builds it at once, and takes it from the cache then', () => {
      const first = team.nx(['run', 'my-image:publish']);
      if (first.exitCode !== 0) throw new Error(first.output);
      expect(first.ran).toContain('my-image:compile--amd64');
      expect(first.output).not.toContain('warning');
      expect(existsSync(join(team.root, 'dist/images/my-image/publish/oci/index.json'))).toBe(true);
      expect(team.nx(['run', 'my-image:publish']).ran).toEqual([]);
    });

    it('turns a lock file of version 1 into one that says where the same packages lie', () => {
      const text = team.read('basewright.lock.json');
      team.write('basewright.lock.json', asVersion1(text));
      const { exitCode, output } = team.nx(['run', 'my-image:publish']);
      expect(exitCode).not.toBe(0);
      expect(output).toContain('it is of version 1, which does not say where packages lie');
      expect(output).toContain('nx g @basewright/nx:lock --keep');
      team.succeed('g', '@basewright/nx:lock', '--keep');
      const turned = JSON.parse(team.read('basewright.lock.json')) as object;
      const { packages, sets, sources } = JSON.parse(text) as Lock;
      expect(turned).toMatchObject({ lockVersion: 2, packages, sets, sources });
      team.write('basewright.lock.json', text);
    });

    it('takes targets that were written for the packages as they were to those of today', () => {
      const sources = { outputPath: 'dist/a', tarballs: [] };
      const targets = {
        sources: { executor: '@basewright/fetch:fetch-and-verify', options: sources },
        check: { executor: '@basewright/image-test:image-test', options: { image: 'images/my-image/image.json' } },
      };
      team.write('by-hand/project.json', JSON.stringify({ name: 'by-hand', targets }));
      const migration = { package: '@basewright/nx', name: 'four-floors', version: '0.2.0' };
      team.write('migrations.json', JSON.stringify({ migrations: [migration] }));
      // Else Nx fetches its newest version to migrate with.
      const env = { NX_MIGRATE_SKIP_INSTALL: 'true', NX_MIGRATE_USE_LOCAL: 'true' };
      const { exitCode, output } = team.nx(['migrate', '--run-migrations', '--no-interactive'], { env });
      if (exitCode !== 0) throw new Error(output);
      expect(JSON.parse(team.read('by-hand/project.json'))).toMatchObject({
        targets: {
          sources: { executor: '@basewright/fetch-and-verify:fetch-and-verify', options: sources },
          check: { executor: '@basewright/nx:test' },
        },
      });
      for (const path of ['by-hand', 'migrations.json']) rmSync(join(team.root, path), { recursive: true });
    });

    if (daily) describeDailyWork(() => team);
  });
}

/** What Basewright 0.1 wrote of the same packages. */
function asVersion1(text: string): string {
  const { suite, packages, sets } = JSON.parse(text) as Lock;
  const shortened = Object.entries(packages).map(([key, { size, sha256 }]) => {
    const [id = '', version = ''] = key.split(/=(.*)/);
    return [id, { version, sha256, size }];
  });
  const named = Object.values(sets).map(({ request, packages: names }) => [request.for, names]);
  const fields = {
    suite,
    packages: Object.fromEntries(shortened) as object,
    sets: Object.fromEntries(named) as object,
  };
  return JSON.stringify({ lockVersion: 1, ...fields });
}
