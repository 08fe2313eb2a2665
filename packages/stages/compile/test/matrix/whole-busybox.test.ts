import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import { type ConfigureOptions } from '@basewright/configure';

import { CompileWorkspace, PROJECT } from '../compile-workspace';

let workspace: CompileWorkspace;
beforeAll(async () => {
  workspace = await CompileWorkspace.make();
});
afterAll(() => workspace.remove());

describe('the whole of BusyBox', () => {
  const full: Partial<ConfigureOptions> = { set: { INOTIFYD: true, LAST_SUPPORTED_WCHAR: 0 } };

  it('is the same after one applet was switched off and on again as after a clean build', async () => {
    const clean = await workspace.build({ config: full, clean: true });
    await cp(join(workspace.root, 'out'), join(workspace.root, 'clean'), { recursive: true });
    const without = await workspace.build({ config: { ...full, unset: ['XXD'] } });
    expect(without.applets).toEqual(clean.applets.filter(({ name }) => name !== 'xxd'));
    const again = await workspace.build({ config: full });
    expect(again).toEqual(clean);
    for (const name of ['busybox', 'busybox_unstripped', 'getconf', 'stage.json']) {
      expect((await workspace.bytes(`out/${name}`)).equals(await workspace.bytes(`clean/${name}`))).toBe(true);
    }
    const listed = (await workspace.run('glibc', 'busybox', '--list')).split('\n').filter(Boolean);
    expect(listed).toEqual(again.applets.map(({ name }) => name));
    expect(listed.length).toBeGreaterThan(400);
  });

  it('is a static program on musl', async () => {
    const { busybox, getconf } = await workspace.build({ libc: 'musl', config: full });
    for (const { elf } of [busybox, getconf]) expect(elf).toMatchObject({ static: true, textrel: false, relro: true });
    expect(await workspace.run('musl', 'busybox', 'sh', '-c', 'echo $((6 * 7)) | sed s/4/four/')).toBe('four2\n');
    expect(await workspace.run('musl', 'getconf', 'PAGE_SIZE')).toBe('4096\n');
  });
});

it('gives the same bytes whoever builds it, and wherever', async () => {
  const first = await workspace.build({});
  const umask = process.umask(0o077);
  try {
    const second = await workspace.build({ key: `${PROJECT}-elsewhere`, outputPath: 'elsewhere/out', clean: true });
    expect(second).toEqual(first);
  } finally {
    process.umask(umask);
  }
  expect(await workspace.bytes('elsewhere/out/stage.json')).toEqual(await workspace.bytes('out/stage.json'));
  expect((await workspace.bytes('out/busybox_unstripped')).includes('basewright-compile-')).toBe(false);
});
