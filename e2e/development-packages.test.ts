import { join } from 'node:path';

import { libraryResolveOutput, readStage } from '@basewright/contracts';
import { bothLocks } from '@basewright/testing';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

/** A shell and three applets: what is built in seconds. */
const SHELL = {
  BUSYBOX: true,
  CAT: true,
  ECHO: true,
  ENV: true,
  ASH: true,
  SH_IS_ASH: true,
  ASH_INTERNAL_GLOB: true,
};

/** NFS mounts, which glibc has no headers for; what Kconfig is told of the library comes with its package. */
const NFS = {
  MOUNT: true,
  FEATURE_MOUNT_NFS: true,
  ...SHELL,
};

it('compiles with packages that the image names, and ships the libraries it then needs', async () => {
  workspace.write('basewright.lock.json', await bothLocks());
  const busybox = { packages: ['libtirpc-dev'], set: NFS };
  workspace.write('images/nfs/image.json', tinyImage({ libc: 'glibc', busybox }));
  const { exitCode, output } = workspace.nx(['run', 'nfs:publish']);
  if (exitCode !== 0) throw new Error(output);
  expect(output).not.toMatch(/not as locked/);

  const stage = join(workspace.root, 'dist/images/nfs/library-resolve--amd64');
  const { body } = await readStage(stage, libraryResolveOutput, 'linux/amd64');
  const origins = new Map(body.libraries.map(({ path, package: from }) => [path, from]));
  expect(origins.get('/lib/libtirpc.so.3')).toBe('libtirpc3t64');
  expect(origins.get('/lib/libgssapi_krb5.so.2')).toBe('libgssapi-krb5-2');

  expect(workspace.basewright(['run', 'nfs', '--', 'ash', '-c', 'echo started']).stdout).toBe('started\n');
});

/** Applets that are made for PAM and SELinux: login asks the one, `ls -Z` and getenforce the other. */
const PAM_AND_SELINUX = {
  PAM: true,
  LOGIN: true,
  SELINUX: true,
  GETENFORCE: true,
  LS: true,
  ...SHELL,
};

it('compiles for PAM and SELinux, whose libraries come into the image', async () => {
  workspace.write('basewright.lock.json', await bothLocks());
  const busybox = { packages: ['libpam0g-dev', 'libselinux1-dev'], set: PAM_AND_SELINUX };
  workspace.write('images/pam/image.json', tinyImage({ libc: 'glibc', busybox }));
  const { exitCode, output } = workspace.nx(['run', 'pam:publish']);
  if (exitCode !== 0) throw new Error(output);
  expect(output).not.toMatch(/not as locked|not in the lock file/);

  const stage = join(workspace.root, 'dist/images/pam/library-resolve--amd64');
  const { body } = await readStage(stage, libraryResolveOutput, 'linux/amd64');
  const origins = new Map(body.libraries.map(({ path, package: from }) => [path, from]));
  expect(origins.get('/lib/libpam.so.0')).toBe('libpam0g');
  expect(origins.get('/lib/libselinux.so.1')).toBe('libselinux1');

  expect(workspace.basewright(['run', 'pam', '--', 'getenforce']).stdout).toBe('Disabled\n');
});
