import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { childrenOf, descendantsOf, until } from '@basewright/testing';
import { busyboxRelease } from '@basewright/upstream';

import { leaveSources } from '../../configure/test/real-stages';
import { CompileWorkspace, PROJECT, TINY } from './compile-workspace';

let workspace: CompileWorkspace;
beforeAll(async () => {
  workspace = await CompileWorkspace.make();
});
afterAll(() => workspace.remove());

const isBundled = (mirror: string): boolean => mirror.startsWith('bundled:');

describe('a tiny configuration on glibc', () => {
  it('leaves programs in fixed modes, their ELF facts and the applets', async () => {
    const body = await workspace.build({});
    expect(body.applets).toEqual([
      { name: 'cat', path: '/bin/cat' },
      { name: 'echo', path: '/bin/echo' },
      { name: 'true', path: '/bin/true' },
    ]);
    expect((await workspace.run('glibc', 'busybox', '--list')).split('\n').filter(Boolean)).toEqual(
      body.applets.map(({ name }) => name),
    );
    for (const name of ['busybox', 'busybox_unstripped', 'getconf']) {
      expect((await stat(join(workspace.root, 'out', name))).mode & 0o7777).toBe(0o755);
    }
    for (const { elf } of [body.busybox, body.getconf]) {
      expect(elf).toMatchObject({ pie: true, relro: true, bindNow: true, textrel: false, executableStack: false });
      expect(elf).toMatchObject({ static: false, stripped: true, needed: ['libc.so.6'] });
    }
    const bundled = busyboxRelease('1.38.0')
      .patches.flatMap(({ mirrors }) => mirrors)
      .filter(isBundled);
    expect(body.patches).toEqual(bundled.map((mirror) => basename(mirror)));
    expect(await workspace.run('glibc', 'busybox', 'echo', 'hello')).toBe('hello\n');
    expect(await workspace.run('glibc', 'busybox')).toMatch(/^BusyBox v1\.38\.0 \(2026-05-13 02:21:49 UTC\)/);
  });

  it('has a getconf that answers as POSIX says', async () => {
    expect(await workspace.run('glibc', 'getconf', '_NPROCESSORS_ONLN')).toMatch(/^[1-9]\d*\n$/);
    expect(await workspace.run('glibc', 'getconf', 'LONG_BIT')).toBe('64\n');
    expect(await workspace.run('glibc', 'getconf', 'PATH')).toMatch(/^\/.*bin/);
    expect(await workspace.run('glibc', 'getconf', 'NAME_MAX', '/')).toBe('255\n');
    expect(await workspace.run('glibc', 'getconf', '-a')).toMatch(/^PAGE_SIZE +4096$/m);
    await expect(workspace.run('glibc', 'getconf', 'NO_SUCH_THING')).rejects.toThrow('NO_SUCH_THING');
  });

  it('does not ask make again where it has ended well', async () => {
    const logged = async (): Promise<number> => (await stat(await workspace.log())).mtimeMs;
    await workspace.build({ config: { ...TINY, set: { ...TINY.set, FALSE: true } } });
    const first = await workspace.build({});
    const before = await logged();
    expect(await workspace.build({})).toEqual(first);
    expect(await logged()).toBe(before);
  });

  it('carries on with the objects of a key of any length', async () => {
    const key = `${PROJECT}/${'and-one-more-fragment.config+'.repeat(12)}`;
    expect((await workspace.build({ key, outputPath: 'long' })).applets).toHaveLength(3);
  });

  it('is not misled by a build that was killed', async () => {
    const wanted = await workspace.build({});
    const killed = workspace.build({
      config: { ...TINY, set: { ...TINY.set, LS: true, SED: true, AWK: true, VI: true } },
    });
    const ended = expect(killed).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await killCompiler();
    await ended;
    expect(await workspace.build({})).toEqual(wanted);
  });

  it('says what the compiler said, and where the rest of it is', async () => {
    const patch = join(workspace.root, 'broken.patch');
    await writeFile(
      patch,
      [
        '--- a/coreutils/echo.c',
        '+++ b/coreutils/echo.c',
        '@@ -1,3 +1,4 @@',
        '+int broken = "yes" - ;',
        ' /* vi: set sw=4 ts=4: */',
        ' /*',
        '  * echo implementation for busybox',
        '',
      ].join('\n'),
    );
    const broken = await leaveSources(workspace.root, 'broken', [{ path: patch }]);
    const failure = workspace.build({ fetchAndVerify: broken });
    await expect(failure).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    const error = (await failure.catch((thrown: unknown) => thrown)) as Error & { hint: string };
    expect(error.message).toContain('cannot compile busybox 1.38.0 for linux/amd64 (glibc)');
    expect(error.message).toContain("echo.c:1:22: error: expected expression before ';' token");
    expect(error.message.split('\n').length).toBeLessThan(23);
    const log = /\/\S+\.log/.exec(error.hint)?.[0] ?? '';
    expect(await readFile(log, 'utf8')).toMatch(/^ {2}CC {6}coreutils\/echo\.o$/m);
  });

  it('refuses a program that could not run in a static image', async () => {
    const dynamic = workspace.build({
      libc: 'musl',
      config: { ...TINY, unset: ['STATIC'], set: { ...TINY.set, EXTRA_LDFLAGS: '-no-pie' } },
    });
    await expect(dynamic).rejects.toMatchObject({ code: 'CHECK_FAILED' });
  });
});

/** Kills, as `kill -9` does, the sandbox that this process compiles BusyBox in, once a compiler runs. */
async function killCompiler(): Promise<void> {
  await until('a compiler runs', async () => {
    const running = await descendantsOf(process.pid);
    return running.some(({ command }) => command.startsWith('cc1'));
  });
  for (const { pid, command } of await childrenOf(process.pid)) {
    if (command === 'bwrap') process.kill(pid, 'SIGKILL');
  }
}
