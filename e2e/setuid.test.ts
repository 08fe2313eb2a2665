import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readStage, sbomOutput } from '@basewright/contracts';
import { withTemporaryDirectory } from '@basewright/core';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

const SHELL = { BUSYBOX: true, ECHO: true, ID: true, ASH: true, SH_IS_ASH: true, ASH_INTERNAL_GLOB: true };
const SET = { ...SHELL, SU: true, PING: true, FEATURE_SHADOWPASSWDS: true, USE_BB_CRYPT: true };
const USERS = [{ name: 'app', uid: 1000, shell: '/bin/sh' }];
const STAGE = 'dist/images/own/rootfs-assemble--amd64';

function write(libc: string, busybox: object, more: object = {}): void {
  workspace.write(
    'images/own/image.json',
    tinyImage({ libc, busybox: { set: SET, ...busybox }, rootfs: { users: USERS, ...more } }),
  );
}

function built(...targets: readonly string[]): string {
  const { exitCode, output } = workspace.nx(['run-many', '-p', 'own', '-t', ...targets]);
  if (exitCode !== 0) throw new Error(output);
  return output;
}

it.each([
  ['glibc', 'hard'],
  ['musl', 'symbolic'],
  ['uclibc', 'hard'],
])('on %s, su works for everybody, and the shell is not setuid (%s links)', async (libc, appletLinks) => {
  write(libc, { setuid: ['su', 'ping'] }, { appletLinks });
  built('test--amd64', 'report', 'sbom--amd64');
  expect(workspace.read('dist/images/own/report/report.txt')).toMatch(
    /^setuid root, as \/bin\/busybox\.suid\n +ping su +\d+ bytes$/m,
  );
  const { body } = await readStage(join(workspace.root, 'dist/images/own/sbom--amd64'), sbomOutput, 'linux/amd64');
  const busybox = body.components.find(({ name }) => name === 'busybox');
  expect(busybox?.files).toEqual(expect.arrayContaining(['/bin/busybox', '/bin/busybox.suid']));
  const listing = workspace.read(`${STAGE}/listing.txt`);
  expect(listing).toMatch(/^-rwsr-xr-x +0:0 +\d+ \/bin\/busybox\.suid$/m);
  expect(listing.match(/^.rws.*$/gm)).toHaveLength(appletLinks === 'hard' ? 3 : 1);
  await withTemporaryDirectory('setuid', (tree) => {
    must('tar', '-xpf', join(workspace.root, STAGE, 'layer.tar'), '-C', tree);
    const shadow = join(tree, 'etc/shadow');
    writeFileSync(shadow, readFileSync(shadow, 'utf8').replace(/^root:[^:]*:/m, 'root::'));
    const asApp = (...command: string[]): string => must('chroot', '--userspec=1000:1000', tree, ...command);
    expect(asApp('/bin/su', '-c', 'id -u')).toBe('0\n');
    expect(asApp('/bin/sh', '-c', 'id -u; su -c "id -u"; echo $EUID')).toBe('1000\n0\n\n');
    return Promise.resolve();
  });
});

function must(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}
