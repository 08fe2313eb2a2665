import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

/** Names of files: of two columns a character, with a combining accent, and of one column beyond the usual limit. */
const NAMES = ['中文', 'e\u0301', 'ελ'];

const [LEFT, DELETE] = ['\u001b[D', '\u007f'];

it.each(['glibc', 'musl', 'uclibc'])('shows names of wide and combining characters on %s where asked to', (libc) => {
  for (const name of NAMES) workspace.write(`images/wide/names/${name}`, '');
  const files = [{ source: './names', path: '/srv' }];
  const set = { BUSYBOX: true, LS: true, ASH: true, SH_IS_ASH: true, ASH_INTERNAL_GLOB: true };
  const busybox = { set, unicode: 'wide' };
  workspace.write('images/wide/image.json', tinyImage({ libc, busybox, rootfs: { files } }));
  const { stdout, stderr } = workspace.basewright(['run', 'wide', '--', 'ls', '-1', '/srv']);
  if (stdout === '') throw new Error(stderr);
  expect(stdout.split('\n').sort()).toEqual(['', ...NAMES].sort());
});

it('moves over a character of two columns by two in line editing, and deletes the whole of it', async () => {
  const set = { BUSYBOX: true, ECHO: true, ASH: true, SH_IS_ASH: true, ASH_INTERNAL_GLOB: true, FEATURE_EDITING: true };
  workspace.write('images/edited/image.json', tinyImage({ busybox: { set, unicode: 'wide' } }));
  const built = workspace.nx(['run', 'edited:layout--amd64']);
  if (built.exitCode !== 0) throw new Error(built.output);
  const { command, options } = workspace.basewrightCommand(['run', 'edited', '--', 'sh']);
  const terminal = spawn('script', ['--quiet', '--flush', '--command', command.join(' '), '/dev/null'], options);
  let shown = '';
  const typed = [...['echo 中文x', LEFT, LEFT, DELETE, '\r'], 'exit\r'];
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    // What comes before it has asked for a line is edited by nobody.
    if (shown.endsWith('# ')) for (const keys of typed.splice(0)) terminal.stdin.write(keys);
  });
  await once(terminal, 'close');
  expect(shown).toContain('\b\b文x\u001b[J\b\b\b');
  expect(shown).toContain('\n文x\r\n');
});
