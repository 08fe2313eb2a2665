import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

const SETUP = join(__dirname, 'setup.sh');

/** A machine: the programs it has (those of this one by name), and what scripts of its own do instead. */
interface Machine {
  readonly has?: readonly string[];
  readonly does?: Readonly<Record<string, string>>;
}

const NEEDED = ['bwrap', 'apt-get', 'dpkg-deb', 'flock'];
const BASIC = [
  'bash',
  'cat',
  'dirname',
  'env',
  'id',
  'mktemp',
  'node',
  'rm',
  'sed',
  'sha256sum',
  'sort',
  'tail',
  'uname',
];

/** Runs `setup.sh only` where these programs are all there are; nothing of it gets as far as npm. */
function setUp({ has = NEEDED, does = {} }: Machine, goal = 'only'): Promise<{ status: number | null; said: string }> {
  return inTemporaryDirectory((directory) => {
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    for (const [name, script] of Object.entries({ npm: 'echo npm "$1"; exit 7', ...does })) {
      writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
    }
    for (const name of [...BASIC, ...has].filter((one) => !(one in does))) {
      const { stdout } = spawnSync('which', [name], { encoding: 'utf8' });
      symlinkSync(name === 'node' ? process.execPath : stdout.trim(), join(bin, name));
    }
    const { status, stdout, stderr } = spawnSync('bash', [SETUP, goal], { encoding: 'utf8', env: { PATH: bin } });
    return Promise.resolve({ status, said: stdout + stderr });
  });
}

const without = (...names: readonly string[]): string[] => NEEDED.filter((name) => !names.includes(name));
const USER = { id: 'echo 1000' };
const ROOT = { id: 'echo 0' };

it('says what to install where it may not: neither root nor sudo', async () => {
  const { status, said } = await setUp({ has: without('bwrap', 'flock'), does: USER });
  expect(said).toBe(
    [
      'error: cannot install bubblewrap util-linux: neither root nor sudo',
      'hint: as root: apt-get install bubblewrap util-linux\n',
    ].join('\n'),
  );
  expect(status).toBe(1);
});

it('says so where there is no apt', async () => {
  const { status, said } = await setUp({ has: without('bwrap', 'apt-get'), does: ROOT });
  expect(said).toContain('error: cannot install apt bubblewrap: this is not Debian\nhint: install them with');
  expect(status).toBe(1);
});

it.each([
  ['root', ROOT, 'apt-get'],
  ['a user with sudo', { ...USER, sudo: 'echo "sudo $1" >&2; exec "$@"' }, 'sudo apt-get\nsudo env'],
])('installs as %s, and says what before it does', async (_, does, ran) => {
  const apt = 'echo "apt-get $*" >&2; [ "$1" = update ] || exit 100';
  const { status, said } = await setUp({ has: without('bwrap', 'apt-get'), does: { ...does, 'apt-get': apt } });
  expect(said).toMatch(/^installing Debian packages: bubblewrap\n/);
  for (const line of ran.split('\n')) expect(said).toContain(line);
  expect(said).toContain('apt-get install -y -qq --no-install-recommends bubblewrap\n');
  expect(said).toContain('error: cannot install bubblewrap\nhint: see above; as root: apt-get install bubblewrap');
  expect(status).toBe(1);
});

it.each([
  ['an old Node', { node: 'echo v18.20.4' }, 'cannot go on with Node v18.20.4: 20.19 or later is needed'],
  ['no Linux', { uname: 'echo Darwin' }, 'cannot build on Darwin: Linux is needed'],
])('stops before it installs anything on %s', async (_, does, error) => {
  const { status, said } = await setUp({ has: without('bwrap'), does });
  expect(said).toMatch(new RegExp(`^error: ${error}\nhint: `));
  expect(status).toBe(1);
});

it('goes on to the npm packages where nothing is missing', async () => {
  const { said } = await setUp({ does: { sha256sum: 'echo another' } });
  expect(said).toBe('installing npm packages: those of package-lock.json\nnpm ci\n');
});

it('explains itself when asked for what it cannot do', async () => {
  const { status, said } = await setUp({}, 'everything');
  expect(said).toContain('bash tools/setup.sh image');
  expect(status).toBe(2);
});
