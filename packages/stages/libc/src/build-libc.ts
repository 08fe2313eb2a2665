import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  fetchAndVerifyOutput,
  type FetchAndVerifyOutput,
  libcOutput,
  type LibcOutput,
  patchesFor,
  type ReadStage,
  readStage,
  recordArtefact,
  tarballOf,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { BasewrightError, digestOf, log, openStore, platformOf, sha256, plainPath } from '@basewright/core';
import { type Libc, libcOf } from '@basewright/libcs';
import { materialiseRoot, sourceTree, type SourceTreeRequest } from '@basewright/sandbox';

import { keptLibc, type LibcKey } from './kept-libc';
import { makeUclibc, type UclibcBuild } from './make-uclibc';
import { type LibcOptions } from './options';
import { packSysroot } from './pack-sysroot';
import { uclibcSettings } from './uclibc-settings';

const TARBALL = 'uclibc-ng';
const SYSROOT = 'sysroot.tar';
const CONFIG = 'uclibc.config';

/**
 * Builds uClibc-ng for a platform and leaves its sysroot as a tar (and its .config, for people to read). The bytes depend
 * on sources, toolchain and platform only. Throws BAD_INPUT for a libc or platform it is not for, and what makeUclibc
 * and sourceTree throw.
 */
export async function buildLibc(workspace: string, options: LibcOptions): Promise<LibcOutput> {
  const { platform: id, libc } = options;
  if (libcOf(libc).source === null) throw notFromSource(libc);
  const platform = platformOf(id);
  const settings = uclibcSettings(platform);
  const store = openStore();
  const fetched = await readStage(join(workspace, options.fetchAndVerify), fetchAndVerifyOutput, null);
  const toolchain = await readStage(join(workspace, options.toolchain), toolchainOutput, id);
  const root = await materialiseRoot(store, options.debian ?? {}, toolchain.body.build);
  const source = await sourceTree(store, await sourcesOf(fetched, root, options));
  const { version } = tarballOf(fetched.body, TARBALL);
  const key: LibcKey = {
    source: source.digest,
    root: toolchain.body.build.digest,
    settings: digestOf(settings),
    recipe: await recipeDigest(),
  };
  const what = `uClibc-ng ${version} for ${id}`;
  const packed = await keptLibc({ store, key, clean: options.clean === true }, async (work, directory) => {
    const build: UclibcBuild = {
      root,
      source: source.path,
      work,
      platform,
      settings,
      sourceDate: source.sourceDate,
      what,
      log: join(store.logs, `libc-${platform.name}-${digestOf(key).slice(0, 12)}.log`),
    };
    log.doing(`building ${what}, a minute or two; log: ${build.log}`);
    await makeUclibc(build);
    const sysroot = await plainPath(work, 'sysroot');
    await packSysroot({ root, sysroot, directory, name: SYSROOT, sourceDate: source.sourceDate });
    await copyFile(await plainPath(work, 'uclibc/.config'), join(directory, CONFIG));
  });
  return writeStage(join(workspace, options.outputPath), libcOutput, id, async (directory) => {
    for (const name of [SYSROOT, CONFIG]) await copyFile(join(packed, name), join(directory, name));
    return { body: { libc, version, sysroot: await recordArtefact(directory, SYSROOT) }, inputs: { ...key } };
  });
}

async function sourcesOf(
  fetched: ReadStage<FetchAndVerifyOutput>,
  root: string,
  target: { readonly libc: Libc; readonly platform: string },
): Promise<SourceTreeRequest> {
  const { name, version, file } = tarballOf(fetched.body, TARBALL);
  const patches = patchesFor(fetched.body, TARBALL, target).map(async (patch) => ({
    path: await fetched.file(patch.file),
    sha256: patch.file.sha256,
  }));
  const tarball = await fetched.file(file);
  return { root, name, version, tarball, sha256: file.sha256, patches: await Promise.all(patches) };
}

function notFromSource(libc: Libc): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot build ${libc} from source: it comes as a Debian package`, {
    hint: 'the stage libc is for "libc": "uclibc" only',
  });
}

/** Digest of the code that builds a libc: what other code built is not taken from the store. */
export async function recipeDigest(directory = __dirname): Promise<string> {
  const names = (await readdir(directory)).filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name));
  const files = names.sort().map(async (name) => [name, sha256(await readFile(join(directory, name)))] as const);
  return digestOf(await Promise.all(files));
}
