import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  configureOutput,
  type ConfigureOutput,
  fetchAndVerifyOutput,
  patchesFor,
  readStage,
  recordArtefact,
  type RootManifest,
  tarballOf,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { BasewrightError, digestOf, log, openStore, platformOf, stableJson } from '@basewright/core';
import { type Libc, limitsOf } from '@basewright/libcs';
import { materialiseRoot, sourceTree, type SourceTree } from '@basewright/sandbox';

import { kconfigTool } from './kconfig-tool';
import { lostText } from './lost-settings';
import { type ConfigureOptions } from './options';
import { readRequests } from './read-requests';
import { resolveConfig, type ResolvedConfig } from './resolve-config';

/**
 * The stage: a complete .config in which every request of libc, fragments and options was found to hold.
 * Throws CONFIGURATION_REFUSED, listing every request that did not, with what stands in its way, and every value that
 * cannot be compiled on the libc, whoever asked for it.
 */
export async function configure(options: ConfigureOptions, workspace: string): Promise<ConfigureOutput> {
  const { libc, platform, base = 'defconfig' } = options;
  const store = openStore();
  const sources = await readStage(join(workspace, options.fetchAndVerify), fetchAndVerifyOutput, null);
  const toolchain = await readStage(join(workspace, options.toolchain), toolchainOutput, platform);
  const busybox = tarballOf(sources.body, 'busybox');
  const { build } = toolchain.body;
  const packages = packagesFor(platform, build);
  const [root, asked, tarball, patches] = await Promise.all([
    materialiseRoot(store, options.debian ?? {}, build),
    readRequests(workspace, options, packages),
    sources.file(busybox.file),
    Promise.all(
      patchesFor(sources.body, 'busybox', { libc, platform }).map(async ({ file }) => ({
        path: await sources.file(file),
        sha256: file.sha256,
      })),
    ),
  ]);
  const { name, version, file } = busybox;
  const source = await sourceTree(store, { root, name, version, tarball, sha256: file.sha256, patches });
  const tool = await kconfigTool(store, { path: root, digest: build.digest }, source);
  return writeStage(join(workspace, options.outputPath), configureOutput, platform, async (directory) => {
    const run = { root, tool, version, sourceDate: source.sourceDate };
    const compiledWith = { limits: limitsOf(libc), packages };
    const resolved = await resolveConfig({
      ...{ ...run, workspace, base, scratch: directory, asked, compiledWith },
      setuid: options.setuid,
    });
    refuse(version, libc, resolved);
    if (options.listLost !== false) {
      const place = join(options.outputPath, '.config');
      if (resolved.lost.length > 0) log.warn(lostText(base, place, resolved.kconfig, resolved.lost));
    }
    return {
      body: await write(directory, version, source, resolved),
      inputs: {
        base,
        requests: digestOf(resolved.report),
        sources: source.digest,
        toolchain: build.digest,
      },
    };
  });
}

async function write(
  directory: string,
  version: string,
  { sourceDate }: SourceTree,
  { config, header, report }: ResolvedConfig,
): Promise<ConfigureOutput> {
  const mode = 0o644;
  await writeFile(join(directory, '.config'), config, { mode });
  await writeFile(join(directory, 'autoconf.h'), header, { mode });
  await writeFile(join(directory, 'requests.json'), stableJson(report), { mode });
  return {
    version,
    sourceDate,
    config: await recordArtefact(directory, '.config'),
    header: await recordArtefact(directory, 'autoconf.h'),
  };
}

/** The packages of a build root that are for the platform, by name: its compiler runs on packages of the host. */
function packagesFor(platform: string, { packages }: RootManifest): ReadonlySet<string> {
  const { debianArch } = platformOf(platform);
  return new Set(packages.filter(({ architecture }) => architecture === debianArch).map(({ name }) => name));
}

function refuse(version: string, libc: Libc, { problems, limits }: ResolvedConfig): void {
  if (problems.length + limits.length === 0) return;
  const unheld = `${problems.length} ${problems.length === 1 ? 'request does' : 'requests do'} not hold`;
  const unbuilt = `${limits.length} ${limits.length === 1 ? 'setting' : 'settings'} cannot be built on ${libc}`;
  const counts = [...(problems.length === 0 ? [] : [unheld]), ...(limits.length === 0 ? [] : [unbuilt])];
  const lines = [...problems, ...limits].map((line) => `  ${line}`).join('\n');
  throw new BasewrightError(
    'CONFIGURATION_REFUSED',
    `cannot configure BusyBox ${version}: ${counts.join(', ')}\n${lines}`,
    {
      hint:
        problems.length === 0
          ? 'change image.json as said, and for what the default switches on, too'
          : 'ask for what a symbol depends on as well, or drop the request',
    },
  );
}
