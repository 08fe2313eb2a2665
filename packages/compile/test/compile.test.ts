import { cp, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type CompileOutput, type Libc, openStore, readStage, toolchainOutput } from '@basewright/core';
import { configure, type ConfigureOptions } from '@basewright/configure';
import { materialiseRoot, runInSandbox } from '@basewright/hermetic';
import { childrenOf, descendantsOf, until } from '@basewright/testing';

import { leaveSources, leaveToolchain } from '../../configure/test/real-stages';
import { compile } from '../src/index';

const MINUTES = 60_000;
jest.setTimeout(20 * MINUTES);

const PLATFORM = 'linux/amd64';
/** Quick to compile: little but libbb. */
const TINY: Partial<ConfigureOptions> = {
  base: 'allnoconfig',
  set: { BUSYBOX: true, FEATURE_INSTALLER: true, SH_IS_NONE: true, CAT: true, ECHO: true, TRUE: true },
};

let workspace = '';
let sources = '';
/** What an earlier run of the tests left is carried on with, as in the builds of an image; `clean` starts anew. */
const PROJECT = 'test-of-compile';

beforeAll(async () => {
  workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-compile-'));
  sources = await leaveSources(workspace);
});

afterAll(() => rm(workspace, { recursive: true, force: true }));

interface Build {
  readonly libc?: Libc;
  readonly key?: string;
  readonly outputPath?: string;
  readonly config?: Partial<ConfigureOptions>;
  readonly sources?: string;
  readonly clean?: boolean;
}

async function build({
  libc = 'glibc',
  key = PROJECT,
  outputPath = 'out',
  config = TINY,
  clean,
  ...rest
}: Build): Promise<CompileOutput> {
  const from = rest.sources ?? sources;
  const toolchain = await leaveToolchain(workspace, libc);
  const common = { platform: PLATFORM, libc, sources: from, toolchain };
  const asked = { base: 'defconfig', fragments: [], set: {}, unset: [], ...config };
  await configure({ ...common, ...asked, outputPath: `${outputPath}-configure` }, workspace);
  return compile(workspace, {
    ...common,
    configuration: `${outputPath}-configure`,
    key,
    outputPath,
    clean: clean ?? false,
  });
}

const bytes = (path: string): Promise<Buffer> => readFile(join(workspace, path));

/** Runs a program of a stage in the root it was compiled in. */
async function run(libc: Libc, program: string, ...args: string[]): Promise<string> {
  const toolchain = await readStage(join(workspace, await leaveToolchain(workspace, libc)), toolchainOutput, PLATFORM);
  const root = await materialiseRoot(openStore(), {}, toolchain.body.build);
  const binds = [{ from: join(workspace, 'out'), to: '/out' }];
  return (await runInSandbox({ root, program: `/out/${program}`, args, binds })).stdout;
}

describe('a tiny configuration on glibc', () => {
  it('leaves programs in fixed modes, their ELF facts and the applets', async () => {
    const body = await build({});
    expect(body.applets).toEqual([
      { name: 'cat', path: '/bin/cat' },
      { name: 'echo', path: '/bin/echo' },
      { name: 'true', path: '/bin/true' },
    ]);
    expect((await run('glibc', 'busybox', '--list')).split('\n').filter(Boolean)).toEqual(
      body.applets.map(({ name }) => name),
    );
    for (const name of ['busybox', 'busybox_unstripped', 'getconf']) {
      expect((await stat(join(workspace, 'out', name))).mode & 0o7777).toBe(0o755);
    }
    for (const { elf } of [body.busybox, body.getconf]) {
      expect(elf).toMatchObject({ pie: true, relro: true, bindNow: true, textrel: false, executableStack: false });
      expect(elf).toMatchObject({ static: false, stripped: true, needed: ['libc.so.6'] });
    }
    expect(body.patches).toHaveLength(2);
    expect(await run('glibc', 'busybox', 'echo', 'hello')).toBe('hello\n');
    expect(await run('glibc', 'busybox')).toMatch(/^BusyBox v1\.38\.0 \(2026-05-13 02:21:49 UTC\)/);
  });

  it('has a getconf that answers as POSIX says', async () => {
    expect(await run('glibc', 'getconf', '_NPROCESSORS_ONLN')).toMatch(/^[1-9]\d*\n$/);
    expect(await run('glibc', 'getconf', 'LONG_BIT')).toBe('64\n');
    expect(await run('glibc', 'getconf', 'PATH')).toMatch(/^\/.*bin/);
    expect(await run('glibc', 'getconf', 'NAME_MAX', '/')).toBe('255\n');
    expect(await run('glibc', 'getconf', '-a')).toMatch(/^PAGE_SIZE +4096$/m);
    await expect(run('glibc', 'getconf', 'NO_SUCH_THING')).rejects.toThrow('NO_SUCH_THING');
  });

  it('gives the same bytes whoever builds it, and wherever', async () => {
    const first = await build({});
    const umask = process.umask(0o077);
    try {
      const second = await build({ key: `${PROJECT}-elsewhere`, outputPath: 'elsewhere/out', clean: true });
      expect(second).toEqual(first);
    } finally {
      process.umask(umask);
    }
    expect(await bytes('elsewhere/out/stage.json')).toEqual(await bytes('out/stage.json'));
    expect((await bytes('out/busybox_unstripped')).includes('basewright-compile-')).toBe(false);
  });

  it('is not misled by a build that was killed', async () => {
    const wanted = await build({});
    const killed = build({ config: { ...TINY, set: { ...TINY.set, LS: true, SED: true, AWK: true, VI: true } } });
    const ended = expect(killed).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await killCompiler();
    await ended;
    expect(await build({})).toEqual(wanted);
  });

  it('says what the compiler said, and where the rest of it is', async () => {
    const patch = join(workspace, 'broken.patch');
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
    const broken = await leaveSources(workspace, 'broken', [{ path: patch }]);
    const failure = build({ sources: broken });
    await expect(failure).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    const error = (await failure.catch((thrown: unknown) => thrown)) as Error & { hint: string };
    expect(error.message).toContain('cannot compile busybox 1.38.0 for linux/amd64 (glibc)');
    expect(error.message).toContain("echo.c:1:22: error: expected expression before ';' token");
    expect(error.message.split('\n').length).toBeLessThan(23);
    const log = /\/\S+\.log/.exec(error.hint)?.[0] ?? '';
    expect(await readFile(log, 'utf8')).toMatch(/^ {2}CC {6}coreutils\/echo\.o$/m);
  });

  it('refuses a program that could not run in a static image', async () => {
    const dynamic = build({
      libc: 'musl',
      config: { ...TINY, unset: ['STATIC'], set: { ...TINY.set, EXTRA_LDFLAGS: '-no-pie' } },
    });
    await expect(dynamic).rejects.toMatchObject({ code: 'CHECK_FAILED' });
  });
});

describe('the whole of BusyBox', () => {
  const full: Partial<ConfigureOptions> = { set: { INOTIFYD: true, LAST_SUPPORTED_WCHAR: 0 } };

  it('is the same after one applet was switched off and on again as after a clean build', async () => {
    const clean = await build({ config: full, clean: true });
    await cp(join(workspace, 'out'), join(workspace, 'clean'), { recursive: true });
    const without = await build({ config: { ...full, unset: ['XXD'] } });
    expect(without.applets).toEqual(clean.applets.filter(({ name }) => name !== 'xxd'));
    const again = await build({ config: full });
    expect(again).toEqual(clean);
    for (const name of ['busybox', 'busybox_unstripped', 'getconf', 'stage.json']) {
      expect((await bytes(`out/${name}`)).equals(await bytes(`clean/${name}`))).toBe(true);
    }
    const listed = (await run('glibc', 'busybox', '--list')).split('\n').filter(Boolean);
    expect(listed).toEqual(again.applets.map(({ name }) => name));
    expect(listed.length).toBeGreaterThan(400);
  });

  it('is a static program on musl', async () => {
    const { busybox, getconf } = await build({ libc: 'musl', config: full });
    for (const { elf } of [busybox, getconf]) expect(elf).toMatchObject({ static: true, textrel: false, relro: true });
    expect(await run('musl', 'busybox', 'sh', '-c', 'echo $((6 * 7)) | sed s/4/four/')).toBe('four2\n');
    expect(await run('musl', 'getconf', 'PAGE_SIZE')).toBe('4096\n');
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
