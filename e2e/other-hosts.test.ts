import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pinnedArchive } from '@basewright/testing';

import { Workspace } from './workspace';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-host-'));
const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** A host whose apt has no mirror and that has none of Debian's keys: a mount namespace hides them. */
const NOT_DEBIAN = [
  ...['unshare', '--map-root-user', '--mount', 'sh', '-ec'],
  'mount -t tmpfs none /etc/apt && mount -t tmpfs none /usr/share/keyrings && exec "$@"',
  'sh',
];

it('doctor says that keys and mirror are missing, and init takes them as options', async () => {
  const { settings } = await pinnedArchive([]);
  cpSync(settings.keyring, join(scratch, 'keys.gpg'));
  const lost = workspace.nx(['g', '@basewright/nx:doctor'], { through: NOT_DEBIAN });
  expect(lost.exitCode).not.toBe(0);
  expect(lost.output).toMatch(/^broken +keyring$/m);
  expect(lost.output).toMatch(/option debian\.keyring/);
  expect(lost.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);

  workspace.edit('nx.json', (text) => text.replace('"@basewright/nx"', '{ "plugin": "@basewright/nx" }'));
  const keyring = `--keyring=${join(scratch, 'keys.gpg')}`;
  const keys = workspace.nx(['g', '@basewright/nx:init', keyring], { through: NOT_DEBIAN });
  expect(keys.exitCode).toBe(0);
  const noMirror = workspace.nx(['g', '@basewright/nx:doctor'], { through: NOT_DEBIAN });
  expect(noMirror.output).toMatch(/^ok +keyring /m);
  expect(noMirror.output).toMatch(/cannot find a Debian mirror.*\n.*option debian\.mirror/);

  workspace.nx(['g', '@basewright/nx:init', `--mirror=${settings.mirror}`], { through: NOT_DEBIAN });
  const found = workspace.nx(['g', '@basewright/nx:doctor'], { through: NOT_DEBIAN });
  expect(found.output).toMatch(/^ok +packages +trixie from /m);
  expect(found.exitCode).toBe(0);
});

/** A user namespace in which no more may be made, and no privilege is left. */
const RESTRICTED = [
  ...['unshare', '--user', '--map-user=1000', '--map-group=1000', '--keep-caps', 'sh', '-ec'],
  'echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --ambient-caps=-all --inh-caps=-all "$0" "$@"',
];

it('doctor says which setting restricts user namespaces', () => {
  const { exitCode, output } = workspace.nx(['g', '@basewright/nx:doctor'], { through: RESTRICTED });
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(
    /^broken +user namespaces\n +cannot make a sandbox: .*\n +to mend it: user\.max_user_namespaces is 0/m,
  );
});
