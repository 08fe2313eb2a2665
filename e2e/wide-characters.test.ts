import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

/** Names of files: of two columns a character, with a combining accent, and of one column beyond the usual limit. */
const NAMES = ['中文', 'e\u0301', 'ελ'];

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
