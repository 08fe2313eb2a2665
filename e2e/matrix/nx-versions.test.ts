import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hostDebianArch, platformOf, PLATFORMS } from '@basewright/core';
import { type PinnedArchive, pinnedArchive, withRegistry } from '@basewright/testing';

import { debianBusybox } from '../../packages/stages/run/test/debian-busybox';
import { type LocalRegistry, startLocalRegistry } from '../local-registry';
import { publishedFamily, VERSIONS } from '../published-family';
import { REPOSITORY } from '../repository';
import { NX_VERSIONS, TeamWorkspace } from '../team-workspace';

const NATIVE = platformOf(PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch())?.id ?? '');
/** The Nx that this repository is developed with is between the oldest and the newest. */
const OWN = (JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { devDependencies: { nx: string } })
  .devDependencies.nx;

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'basewright-versions-')));
let packages: LocalRegistry & { stop(): Promise<void> };
let archive: PinnedArchive;
let from = '';

beforeAll(async () => {
  const { storage } = await publishedFamily();
  packages = await startLocalRegistry(storage);
  archive = await pinnedArchive(['pack/amd64', 'qemu/amd64']);
  await debianBusybox(join(scratch, 'base'), NATIVE, { cmd: ['cat', '/etc/motd'] });
  const index = readFileSync(join(scratch, 'base/oci/index.json'), 'utf8');
  const { manifests } = JSON.parse(index) as { manifests: { digest: string }[] };
  from = `oci:${join(scratch, 'base/oci')}@${manifests[0]?.digest ?? ''}`;
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await packages.stop();
});

describe.each([NX_VERSIONS.oldest, '22.7.12', OWN, NX_VERSIONS.newest])('with Nx %s', (version) => {
  let team: TeamWorkspace;
  const said: string[] = [];
  const nx = (args: readonly string[], daemon = 'false'): string => {
    const { exitCode, output } = team.nx(args, { env: { NX_DAEMON: daemon, NX_ISOLATE_PLUGINS: daemon } });
    if (exitCode !== 0) throw new Error(output);
    said.push(output);
    return output;
  };

  beforeAll(() => {
    team = TeamWorkspace.withNx({ registry: packages, archive }, version);
    team.must('npm', 'install', '--prefer-offline', '--save-dev', `@basewright/nx@${VERSIONS.first}`);
    team.write('nx.json', JSON.stringify({ analytics: false, neverConnectToCloud: true, plugins: ['@basewright/nx'] }));
    team.write('basewright.lock.json', readFileSync(join(REPOSITORY, 'basewright.lock.json'), 'utf8'));
    const files = [{ source: '../../common/motd', path: '/etc/motd' }];
    team.write('common/motd', 'Welcome.\n');
    team.write('images/app/image.json', JSON.stringify({ from, platforms: [NATIVE.id], rootfs: { files } }));
    team.write('.gitignore', 'node_modules\ndist\n.nx\n');
    team.startGit();
    team.commit();
  });
  afterAll(() => {
    team.nx(['daemon', '--stop'], { env: { NX_DAEMON: 'true' } });
    team.remove();
  });

  it('pushes each time it is told to, whether Nx has a daemon or not', async () => {
    nx(['run', 'app:publish']);
    await withRegistry(join(scratch, version), {}, (host) => {
      for (const [round, daemon] of ['false', 'false', 'true', 'true'].entries()) {
        const output = nx(['run', 'app:publish', `--registry=${host}/app`], daemon);
        expect(output).toMatch(/pushed localhost:\d+\/app@sha256:/);
        if (round > 0) expect(output).toContain('sent: 0 blobs');
      }
      return Promise.resolve();
    });
  });

  it('runs the image, in Nx and beside it', () => {
    expect(nx(['run', 'app:run'])).toContain('\nWelcome.\n');
    const { exitCode, stdout, stderr } = team.basewright(['run', 'app', 'sh', '-c', 'cat /etc/motd; exit 7']);
    expect([exitCode, stdout, stderr]).toEqual([7, 'Welcome.\n', '']);
  });

  it('publishes what is affected', () => {
    team.write('common/motd', 'Welcome again.\n');
    expect(nx(['affected', '-t', 'publish', '--base=HEAD'])).toContain('app:publish');
    expect(team.basewright(['run', 'app']).stdout).toBe('Welcome again.\n');
  });

  it('is warned of nothing that a later Nx drops', () => {
    expect(said.length).toBeGreaterThan(5);
    for (const output of said) expect(output).not.toMatch(/deprecat|will be removed/i);
  });
});
