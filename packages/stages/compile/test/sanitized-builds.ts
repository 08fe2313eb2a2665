import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fetchAndVerifyOutput, readStage, toolchainOutput } from '@basewright/contracts';
import { digestOf, openStore, storedTree } from '@basewright/core';
import { fetchAndVerify } from '@basewright/fetch-and-verify';
import { type Bind, materialiseRoot, runInSandbox, runMake, type SourceTree, sourceTree } from '@basewright/sandbox';
import { pinnedArchive, pinnedSource } from '@basewright/testing';
import { busyboxRelease } from '@basewright/upstream';

import { leaveToolchain } from '../../configure/test/real-stages';

const PLATFORM = 'linux/amd64';
const INPUTS = join(__dirname, '../../../lib/upstream/regressions');
/** Builds are made once, and lie here by what they were made from. */
const HOME = join(__dirname, '../../../../tmp/sanitized');

/** What the inputs need, and little else. Symbols that a release does not know are left out by its Kconfig. */
const SYMBOLS = [
  ...['DEBUG', 'LFS', 'LONG_OPTS', 'FEATURE_IPV6', 'USE_BB_PWD_GRP', 'CHGRP'],
  ...['USE_BB_CRYPT', 'USE_BB_CRYPT_SHA', 'USE_BB_CRYPT_YES'],
  ...['BLKID', 'FEATURE_BLKID_TYPE', 'FEATURE_VOLUMEID_FAT', 'FEATURE_VOLUMEID_HFS', 'FEATURE_VOLUMEID_ROMFS'],
  ...['HTTPD', 'FEATURE_HTTPD_ACL_IP', 'FEATURE_HTTPD_BASIC_AUTH', 'FEATURE_HTTPD_AUTH_MD5', 'FEATURE_HTTPD_GZIP'],
  ...[
    'FEATURE_HTTPD_PROXY',
    'NC',
    'NC_SERVER',
    'DPKG',
    'TAR',
    'FEATURE_TAR_LONG_OPTIONS',
    'FEATURE_TAR_UNAME_GNAME',
    'CPIO',
  ],
  ...['FEATURE_PATH_TRAVERSAL_PROTECTION', 'TFTP', 'FEATURE_TFTP_GET', 'FEATURE_TFTP_PUT', 'FEATURE_TFTP_BLOCKSIZE'],
  ...['TLS', 'SSL_SERVER', 'SSL_CLIENT', 'NSLOOKUP', 'FEATURE_NSLOOKUP_BIG', 'FEATURE_NSLOOKUP_LONG_OPTIONS'],
  ...['UDHCPC', 'UDHCPC6', 'FEATURE_UDHCPC6_RFC3646'],
];
const COMPILER = '-fsanitize=address -fno-omit-frame-pointer -O1';
const CONFIG = [
  ...SYMBOLS.map((name) => `CONFIG_${name}=y`),
  ...[`CONFIG_EXTRA_CFLAGS="${COMPILER}"`, 'CONFIG_EXTRA_LDFLAGS="-fsanitize=address"'],
  ...['CONFIG_UDHCPC_DEFAULT_SCRIPT="/bin/true"', 'CONFIG_UDHCPC_SLACK_FOR_BUGGY_SERVERS=80', 'CONFIG_SH_IS_NONE=y'],
];

const CONFIGURE = `
make -C /src O=/out allnoconfig
grep -vE "^(# )?CONFIG_SH_IS_ASH[ =]|^(# )?($(sed 's/=.*//' /out/wanted | paste -sd'|'))[ =]" .config >kept
cat kept wanted >.config
yes '' | make oldconfig
`;

/** The C files of inputs, with the sources they include and all else of BusyBox: a main() of theirs goes before its. */
const COMPILE_DRIVER = `#!/bin/sh
exec gcc -std=gnu99 -w -g ${COMPILER} -I/out/include -I/src/include -I/src/libbb -I/src -include /out/include/autoconf.h \\
  -D_GNU_SOURCE -DNDEBUG -D_LARGEFILE_SOURCE -D_LARGEFILE64_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \\
  -DBB_VER='"test"' -o driver "$@" -Wl,--allow-multiple-definition \\
  -Wl,--start-group $(find /out -name '*.a' -o -name built-in.o) -Wl,--end-group -lresolv -lm
`;

/** How an input ended. */
interface Ending {
  readonly exitCode: number;
  readonly said: string;
}

/** BusyBox of a release, compiled with AddressSanitizer. */
export interface SanitizedBuild {
  /** Runs the input for a vulnerability in a sandbox of its own. */
  readonly run: (vulnerability: string) => Promise<Ending>;
}

/** A release as it was before Basewright's own fixes, with all others, and with them. */
export async function sanitizedBuilds(version: string): Promise<Record<'without' | 'with', SanitizedBuild>> {
  const workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-sanitized-'));
  try {
    const store = openStore();
    const toolchain = join(workspace, await leaveToolchain(workspace, 'glibc', PLATFORM));
    const { build, pack } = (await readStage(toolchain, toolchainOutput, PLATFORM)).body;
    const root = await materialiseRoot(store, {}, build);
    const packRoot = await materialiseRoot(store, {}, pack);
    const { tarball, ...fetched } = await fetchRelease(workspace, version);
    const made = async (patches: typeof fetched.patches): Promise<SanitizedBuild> => {
      const series = patches.map(({ path, sha256 }) => ({ path, sha256 }));
      const tree = await sourceTree(store, {
        root: packRoot,
        name: 'busybox',
        version,
        patches: series,
        ...tarball,
      });
      return buildOf(version, root, tree);
    };
    return {
      without: await made(fetched.patches.filter(({ origin }) => origin !== 'basewright')),
      with: await made(fetched.patches),
    };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function fetchRelease(workspace: string, version: string) {
  const { tarball, patches } = busyboxRelease(version);
  const path = await pinnedSource(`busybox_${version}.orig.tar.bz2`);
  const { settings } = await pinnedArchive([], { sources: true });
  await fetchAndVerify(
    {
      outputPath: 'sources',
      tarballs: [{ name: 'busybox', version, sha256: tarball.sha256, mirrors: [`file:${path}`] }],
      patches: patches.map((patch) => ({ ...patch, mirrors: patch.mirrors.filter((at) => !at.startsWith('https:')) })),
      debian: settings,
    },
    workspace,
  );
  const stage = await readStage(join(workspace, 'sources'), fetchAndVerifyOutput, null);
  return {
    tarball: { tarball: path, sha256: tarball.sha256[0] ?? '' },
    patches: stage.body.patches.map(({ file, origin }) => {
      return { path: join(workspace, 'sources', file.path), sha256: file.sha256, origin };
    }),
  };
}

async function buildOf(version: string, root: string, tree: SourceTree): Promise<SanitizedBuild> {
  const out = join(HOME, digestOf({ root, tree: tree.digest, CONFIG, CONFIGURE }).slice(0, 16));
  const sources: Bind = { from: tree.path, to: '/src' };
  const store = { ...openStore(), temporary: join(HOME, 'temporary') };
  await storedTree({ store, path: out }, async (temporary) => {
    const binds = [sources, { from: temporary, to: '/out', writable: true }];
    const common = { root, binds, cwd: '/out', purpose: `build BusyBox ${version} with AddressSanitizer` };
    await writeFile(join(temporary, 'wanted'), `${CONFIG.join('\n')}\n`);
    await runInSandbox({ ...common, program: 'sh', args: ['-euc', CONFIGURE] });
    await runMake({ ...common, args: ['busybox_unstripped'], directory: temporary, seenAt: '/out' });
  });
  return { run: (vulnerability) => runInput(version, root, [sources, { from: out, to: '/out' }], vulnerability) };
}

/** Directories that an input may write to: the place where it runs, and where BusyBox looks for its files. */
const OWN = ['etc', 'var', 'build'];

async function runInput(version: string, root: string, binds: Bind[], vulnerability: string): Promise<Ending> {
  const place = await mkdtemp(join(await realpath(tmpdir()), 'basewright-input-'));
  try {
    const top = join(place, 'root');
    for (const name of ['usr', 'dev', 'proc', 'tmp', 'src', 'out', 'sysroot', ...OWN]) {
      await mkdir(join(top, name), { recursive: true });
    }
    for (const name of ['bin', 'lib', 'lib64', 'sbin']) await symlink(`usr/${name}`, join(top, name));
    for (const name of OWN) await mkdir(join(place, name));
    for (const name of await readdir(INPUTS)) {
      if (name.startsWith(`${vulnerability}.`) || !name.startsWith('CVE-')) {
        await cp(join(INPUTS, name), join(place, 'build', name));
      }
    }
    const tools = join(place, 'tools');
    await mkdir(tools);
    await symlink('/out/busybox_unstripped', join(tools, 'busybox'));
    await writeFile(join(tools, 'compile-driver'), COMPILE_DRIVER, { mode: 0o755 });
    const result = await runInSandbox({
      root: top,
      program: 'timeout',
      args: ['300', 'sh', '-euc', `exec 2>&1; exec sh ./${vulnerability}.sh`],
      cwd: '/build',
      binds: [
        ...[...binds, { from: join(root, 'usr'), to: '/usr' }, { from: tools, to: '/sysroot' }],
        ...OWN.map((name) => ({ from: join(place, name), to: `/${name}`, writable: true })),
      ],
      env: { PATH: '/sysroot:/usr/sbin:/usr/bin', ASAN_OPTIONS: 'detect_leaks=0', RELEASE: version },
      okExitCodes: Array.from({ length: 255 }, (_, code) => code + 1),
      purpose: `run the input for ${vulnerability}`,
    });
    return { exitCode: result.exitCode, said: result.stdout };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
