import { mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { configureOutput, readStage } from '@basewright/contracts';
import { ended, runCommand, start } from '@basewright/testing';

import { configure, type ConfigureOptions } from '../src';
import { leaveSources, leaveToolchain } from './real-stages';

const MINUTES = 60_000;

describe('configure, with the real sources and toolchain', () => {
  let workspace = '';
  let options: ConfigureOptions;

  beforeAll(async () => {
    workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-configure-'));
    const sources = await leaveSources(workspace);
    const toolchain = await leaveToolchain(workspace, 'glibc');
    const common = { outputPath: 'out', platform: 'linux/amd64', libc: 'glibc', base: 'defconfig' } as const;
    options = { ...common, fragments: [], set: {}, unset: [], fetchAndVerify: sources, toolchain };
  }, 10 * MINUTES);

  afterAll(() => rm(workspace, { recursive: true, force: true }));

  const settle = async (changes: Partial<ConfigureOptions>): Promise<string> => {
    await configure({ ...options, ...changes }, workspace);
    return readFile(join(workspace, changes.outputPath ?? 'out', '.config'), 'utf8');
  };

  it('settles the image symbols in well under four seconds, once conf is there', async () => {
    await writeFile(
      join(workspace, 'image.config'),
      [
        '# the official image',
        'CONFIG_AR=y\nCONFIG_FEATURE_AR_CREATE=y\nCONFIG_FEATURE_AR_LONG_FILENAMES=y',
        'CONFIG_LAST_SUPPORTED_WCHAR=0\nCONFIG_INOTIFYD=y\n# CONFIG_FEATURE_SYNC_FANCY is not set\n',
      ].join('\n'),
    );
    await settle({ fragments: ['image.config'] });
    const started = Date.now();
    const config = await settle({ fragments: ['image.config'], set: { CONFIG_IFCONFIG: true }, unset: ['TC'] });
    expect(Date.now() - started).toBeLessThan(4000);
    for (const line of [
      'CONFIG_AR=y',
      'CONFIG_FEATURE_AR_CREATE=y',
      'CONFIG_LAST_SUPPORTED_WCHAR=0',
      'CONFIG_INOTIFYD=y',
      '# CONFIG_FEATURE_SYNC_FANCY is not set',
      '# CONFIG_TC is not set',
      '# CONFIG_STATIC is not set',
      'CONFIG_WGET=y',
    ]) {
      expect(config.split('\n')).toContain(line);
    }
  });

  it('leaves bytes that depend on the content only, in fixed modes', async () => {
    const first = await settle({ unset: ['TC', 'CONFIG_AWK'] });
    const second = await settle({ outputPath: 'again', set: { AWK: false }, unset: ['TC'] });
    expect(second).toBe(first);
    expect(first).not.toMatch(/\d\d:\d\d:\d\d/);
    const [a, b] = await Promise.all(
      ['out', 'again'].map((directory) => readFile(join(workspace, directory, 'stage.json'), 'utf8')),
    );
    expect(a).toBe(b);
    const left = await readStage(join(workspace, 'out'), configureOutput, 'linux/amd64');
    expect(left.body).toMatchObject({ version: '1.38.0', sourceDate: 1778638909 });
    const header = await readFile(await left.file(left.body.header), 'utf8');
    expect(header).toContain('#define AUTOCONF_TIMESTAMP "2026-05-13 02:21:49 UTC"');
    expect(header).toContain('#define ENABLE_AWK 0');
    expect((await stat(join(workspace, 'out', '.config'))).mode & 0o7777).toBe(0o644);
  });

  it('switches nearly everything off on allnoconfig, and one applet on', async () => {
    const config = await settle({ base: 'allnoconfig', set: { LS: 'y', SH_IS_HUSH: 'y' } });
    const on = config.split('\n').filter((line) => line.endsWith('=y'));
    expect(on).toEqual(expect.arrayContaining(['CONFIG_LS=y', 'CONFIG_SH_IS_HUSH=y', 'CONFIG_SHELL_HUSH=y']));
    expect(on).not.toContain('CONFIG_SH_IS_ASH=y');
    expect(on.length).toBeLessThan(15);
  });

  it('keeps archives inside their directory unless asked not to', async () => {
    const symbol = 'FEATURE_PATH_TRAVERSAL_PROTECTION';
    expect((await settle({})).split('\n')).toContain(`CONFIG_${symbol}=y`);
    expect((await settle({ base: 'allnoconfig' })).split('\n')).toContain(`CONFIG_${symbol}=y`);
    expect((await settle({ unset: [symbol] })).split('\n')).toContain(`# CONFIG_${symbol} is not set`);
  });

  it('takes a full .config as base and gives it back when nothing is asked', async () => {
    const full = await settle({ unset: ['WGET', 'FEATURE_PATH_TRAVERSAL_PROTECTION'] });
    await writeFile(join(workspace, 'full.config'), full);
    expect(await settle({ base: 'full.config' })).toBe(full);
  });

  it('reports the mistakes of a base as those of a fragment', async () => {
    await writeFile(
      join(workspace, 'old.config'),
      'CONFIG_HTTPD=n\nCONFIG_WGET = n\nhere be dragons\nCONFIG_FEATURE_HTTPD_PORT_DEFAULT=70000\nCONFIG_HTTPD=y\n',
    );
    const { message } = (await settle({ base: 'old.config' }).catch((error: unknown) => error)) as Error;
    expect(message.split('\n').slice(1)).toEqual([
      '  old.config:2: not a line of Kconfig: CONFIG_WGET = n',
      '  old.config:3: not a line of Kconfig: here be dragons',
      '  CONFIG_FEATURE_HTTPD_PORT_DEFAULT: asked 70000, got 80: it must be within 1..65535 (old.config:4)',
    ]);
  });

  it('lists what an older .config lost, once, and nothing of what the image asks for itself', async () => {
    const full = await settle({ unset: ['FEATURE_PATH_TRAVERSAL_PROTECTION'] });
    await writeFile(
      join(workspace, 'older.config'),
      `${full}CONFIG_FEATURE_HAVE_RPC=y\n# CONFIG_PLATFORM_X is not set\n`,
    );
    const lines = async (changes: Partial<ConfigureOptions>): Promise<string[]> => {
      const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
      try {
        await settle({ base: 'older.config', unset: ['HTTPD'], ...changes });
        return said.mock.calls.flatMap(([lines]) => String(lines).trim().split('\n'));
      } finally {
        said.mockRestore();
      }
    };
    expect(await lines({})).toEqual([
      'warning: 1 setting has no effect in older.config:',
      '# not in BusyBox 1.38.0',
      'CONFIG_FEATURE_HAVE_RPC=y',
      'hint: to go on from what was settled instead: cp out/.config older.config',
    ]);
    expect(await lines({ listLost: false })).toEqual([]);
    expect(await readFile(join(workspace, 'out', 'requests.json'), 'utf8')).toContain('FEATURE_HAVE_RPC');
  });

  it('asks for what each libc needs, under what the image asks for', async () => {
    const toolchain = await leaveToolchain(workspace, 'musl');
    const config = await settle({ libc: 'musl', toolchain, set: { FEATURE_UTMP: true } });
    const lines = config.split('\n');
    expect(lines).toContain('CONFIG_STATIC=y');
    expect(lines).toContain('# CONFIG_FEATURE_WTMP is not set');
    expect(lines).toContain('CONFIG_FEATURE_UTMP=y');
  });

  it('shows wide characters where asked to, under what the image asks for', async () => {
    const wide = await settle({ unicode: 'wide', base: 'allnoconfig' });
    expect(wide.split('\n')).toEqual(
      expect.arrayContaining([
        'CONFIG_UNICODE_SUPPORT=y',
        'CONFIG_LAST_SUPPORTED_WCHAR=0',
        'CONFIG_UNICODE_COMBINING_WCHARS=y',
        'CONFIG_UNICODE_WIDE_WCHARS=y',
        'CONFIG_SUBST_WCHAR=63',
        '# CONFIG_FEATURE_CHECK_UNICODE_IN_ENV is not set',
      ]),
    );
    const but = await settle({ unicode: 'wide', set: { LAST_SUPPORTED_WCHAR: 12799 } });
    expect(but.split('\n')).toContain('CONFIG_LAST_SUPPORTED_WCHAR=12799');
  });

  it('refuses everything that does not hold at once, and leaves what was there', async () => {
    const before = await settle({ outputPath: 'kept' });
    await writeFile(join(workspace, 'bad.config'), 'CONFIG_FEATURE_LS_COLR=y\nnonsense\nCONFIG_FEATURE_LS_COLOR=y\n');
    const failure = configure(
      {
        ...options,
        outputPath: 'kept',
        fragments: ['bad.config'],
        set: { FEATURE_HTTPD_PORT_DEFAULT: 70000, FEATURE_CHAT_NOFAIL: 'perhaps', PLATFORM_LINUX: true },
        unset: ['LS', 'SHELL_ASH', 'FEATURE_SYSLOG'],
      },
      workspace,
    );
    await expect(failure).rejects.toMatchObject({ code: 'CONFIGURATION_REFUSED' });
    const { message } = (await failure.catch((error: unknown) => error)) as Error;
    expect(message.split('\n')).toMatchInlineSnapshot(`
     [
       "cannot configure BusyBox 1.38.0: 8 requests do not hold",
       "  bad.config:2: not a line of Kconfig: nonsense",
       "  CONFIG_FEATURE_LS_COLR: there is no such symbol (did you mean "FEATURE_LS_COLOR"?) (bad.config:1)",
       "  CONFIG_FEATURE_CHAT_NOFAIL: asked "perhaps", but its values are y and n (option set)",
       "  CONFIG_PLATFORM_LINUX: there is no such symbol (option set)",
       "  CONFIG_FEATURE_LS_COLOR: asked y, got n: depends on LS (is n) (bad.config:3)",
       "  CONFIG_FEATURE_HTTPD_PORT_DEFAULT: asked 70000, got 80: it must be within 1..65535 (option set)",
       "  CONFIG_SHELL_ASH: asked n, got y: has no prompt, so it follows from other symbols and cannot be set; is selected by SH_IS_ASH (is y), ASH (is y) (option unset)",
       "  CONFIG_FEATURE_SYSLOG: asked n, got y: has no prompt, so it follows from other symbols and cannot be set; is selected by INIT (is y), LINUXRC (is y), GETTY (is y), LOGIN (is y), PASSWD (is y), SU (is y), SULOGIN (is y), CROND (is y), INETD (is y), FAKEIDENTD (is y), NAMEIF (is y), TELNETD (is y), ZCIP (is y), LOGGER (is y) (option unset)",
     ]
    `);
    expect(await readFile(join(workspace, 'kept', '.config'), 'utf8')).toBe(before);
  });

  it('refuses what the libc cannot compile, and what of a default that is', async () => {
    const toolchain = await leaveToolchain(workspace, 'musl');
    const unset = ['USE_BB_CRYPT', 'USE_BB_CRYPT_SHA', 'USE_BB_CRYPT_YES'];
    const settling = settle({ libc: 'musl', toolchain, unset, outputPath: 'limited' });
    await expect(settling).rejects.toMatchObject({
      code: 'CONFIGURATION_REFUSED',
      message: [
        'cannot configure BusyBox 1.38.0: 1 setting cannot be built on musl',
        '  CONFIG_USE_BB_CRYPT: n cannot be built on musl: there is no crypt.h (option unset); write "set": { "USE_BB_CRYPT": true } under "busybox"',
      ].join('\n'),
    });
    await expect(settle({ set: { FEATURE_MOUNT_NFS: true }, outputPath: 'limited' })).rejects.toThrow(
      'CONFIG_FEATURE_MOUNT_NFS: y cannot be built on glibc: there is no rpc/rpc.h (option set); write "unset": ["FEATURE_MOUNT_NFS"] or "packages": ["libtirpc-dev"] under "busybox"',
    );
  });

  it('tells it through the executor: a sentence for each mistake, what to do, and no stack', async () => {
    await settle({ outputPath: 'kept' });
    const wanted = {
      ...options,
      outputPath: 'kept',
      set: { FEATURE_LS_COLR: true, FEATURE_LS_COLOR: true },
      unset: ['LS'],
    };
    const run = runCommand(join(__dirname, 'run-configure.ts'), workspace, JSON.stringify(wanted));
    const { status, stderr } = await ended(start(run));
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'error[CONFIGURATION_REFUSED]: cannot configure BusyBox 1.38.0: 2 requests do not hold',
      '  CONFIG_FEATURE_LS_COLR: there is no such symbol (did you mean "FEATURE_LS_COLOR"?) (option set)',
      '  CONFIG_FEATURE_LS_COLOR: asked y, got n: depends on LS (is n) (option set)',
      'hint: ask for what a symbol depends on as well, or drop the request',
    ]);
    expect(await readFile(join(workspace, 'kept', '.config'), 'utf8')).toContain('CONFIG_LS=y\n');
  });

  it('names a fragment that is not there', async () => {
    await expect(settle({ fragments: ['none.config'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
