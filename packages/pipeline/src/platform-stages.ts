import { type CompileOptions } from '@basewright/compile';
import { digestOf, hostDebianArch, platformOf, PLATFORMS } from '@basewright/core';
import { type DebianSettings, toolchainPurpose } from '@basewright/debian';
import { isKnownBase } from '@basewright/image';
import { type Libc, libcOf } from '@basewright/libcs';

import { createdSetting } from './created-setting';
import { hardeningOf } from './hardening-setting';
import { libraryFiles, libraryNeeds } from './library-needs';
import { builtBusybox, ociOptions, platformPush } from './oci-options';
import { type PlatformContext } from './platform-context';
import { sbomStage, vexStage } from './document-stages';
import { type Stage } from './stage';
import { writtenFiles } from './written-files';

/** What every stage of a platform is told. */
interface CommonOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  readonly debian: DebianSettings | undefined;
}

/** The stages of one platform, by target name: `compile--amd64`. */
export function platformStages(context: PlatformContext, id: string): Record<string, Stage> {
  const { image, paths, settings, name } = context;
  const { libc, busybox, rootfs } = image;
  const { debian, lockFile, strict } = settings;
  const platform = platformOf(id);
  const host = hostDebianArch() ?? '';
  const target = (stage: string): string => `${stage}--${platform.name}`;
  const output = (stage: string): string => paths.output(target(stage));
  const common = (stage: string): CommonOptions => ({ outputPath: output(stage), platform: id, libc, debian });
  const fetchAndVerify = paths.output('fetch-and-verify');
  const ownLibc = libcOf(libc).source !== null;
  const fragments = busybox.config.map(paths.source);
  const base = isKnownBase(busybox.base) ? busybox.base : paths.source(busybox.base);
  const needs = libraryNeeds(image, paths);
  const certificates = image.certificates.map(paths.source);
  const created = createdSetting(image, paths);
  const appletPaths = rootfs.appletPaths === undefined ? {} : { appletPaths: rootfs.appletPaths };
  const { files, sources, builds } = writtenFiles(image, paths, id);
  const setuid = busybox.setuid === undefined ? {} : { setuid: output('compile-setuid') };
  const withSetuid = busybox.setuid === undefined ? [] : [target('compile-setuid')];
  const compiled = (stage: string, configure: string): Omit<CompileOptions, 'key'> => ({
    ...common(stage),
    fetchAndVerify,
    toolchain: output('toolchain'),
    configure: output(configure),
    ...(ownLibc ? { libcSysroot: output('libc') } : {}),
    ...hardeningOf(busybox.hardening),
  });
  const compiledFrom = ['fetch-and-verify', target('toolchain'), ...(ownLibc ? [target('libc')] : [])];

  const stages: Record<string, Stage> = {
    toolchain: {
      stage: 'toolchain',
      description: `Resolve the exact packages that ${libc} for ${id} is built with`,
      options: {
        ...common('toolchain'),
        ...(busybox.packages.length === 0 ? {} : { packages: busybox.packages }),
        lockFile,
        strict,
        host: hostDebianArch() ?? undefined,
      },
      reads: [],
      locks: [toolchainPurpose({ platform, libc, packages: busybox.packages, host }), `pack/${host}`],
    },
    configure: {
      stage: 'configure',
      description: `Settle the BusyBox .config for ${id} and verify every request`,
      options: {
        ...common('configure'),
        base,
        ...(busybox.unicode === undefined ? {} : { unicode: busybox.unicode }),
        fragments,
        set: busybox.set,
        unset: busybox.unset,
        // What a release does not keep of a .config is the same for all platforms.
        ...(base === busybox.base ? {} : { listLost: id === firstOf(image.platforms) }),
        fetchAndVerify,
        toolchain: output('toolchain'),
      },
      reads: ['fetch-and-verify', target('toolchain')],
      files: [...fragments, ...(base === busybox.base ? [] : [base])],
    },
    compile: {
      stage: 'compile',
      description: `Compile BusyBox and getconf for ${id} on ${libc}`,
      options: { ...compiled('compile', 'configure'), key: objectKey(name, fragments) },
      reads: [...compiledFrom, target('configure')],
    },
    'library-resolve': {
      stage: 'library-resolve',
      description: `Find every shared object the programs for ${id} need`,
      options: {
        ...common('library-resolve'),
        name,
        compile: output('compile'),
        ...setuid,
        ...(busybox.packages.length === 0 ? {} : { toolchain: output('toolchain') }),
        ...needs,
        ...appletPaths,
        lockFile,
        strict,
      },
      reads: [target('compile'), ...withSetuid, ...(busybox.packages.length === 0 ? [] : [target('toolchain')])],
      locks:
        libcOf(libc).linkage === 'dynamic'
          ? ['libraries', `requested/${name}`, 'identity'].map((set) => `${set}/${platform.debianArch}`)
          : [],
      files: libraryFiles(needs),
    },
    'rootfs-assemble': {
      stage: 'rootfs-assemble',
      description: `Plan the tree for ${id} and write it as one layer`,
      options: {
        ...common('rootfs-assemble'),
        name,
        compile: output('compile'),
        ...setuid,
        libraryResolve: output('library-resolve'),
        toolchain: output('toolchain'),
        ...rootfs,
        files,
        ...(certificates.length === 0 ? {} : { certificates }),
        ...created.options,
      },
      lastCommitOf: created.lastCommitOf,
      reads: [target('compile'), ...withSetuid, target('library-resolve'), target('toolchain')],
      files: [...sources, ...certificates],
      builds,
    },
    test: {
      stage: 'test',
      description: `Test the image for ${id}: tree, ELF facts, smoke commands and BusyBox's own test suite`,
      options: {
        ...common('test'),
        fetchAndVerify,
        toolchain: output('toolchain'),
        configure: output('configure'),
        compile: output('compile'),
        ...setuid,
        rootfsAssemble: output('rootfs-assemble'),
        ...appletPaths,
        lockFile,
        strict,
      },
      // The emulator: of foreign programs, and of the oldest processor that a platform promises to run on.
      locks: [`qemu/${host}`],
      reads: [
        'fetch-and-verify',
        ...['toolchain', 'configure', 'compile', 'rootfs-assemble'].map(target),
        ...withSetuid,
      ],
    },
    layout: {
      stage: 'publish',
      description: `Write the image for ${id} as an OCI layout`,
      options: {
        // Where all who read it look for it, whichever target has left it.
        outputPath: output('publish'),
        debian,
        rootfs: [{ platform: id, directory: output('rootfs-assemble') }],
        toolchain: output('toolchain'),
        ...ociOptions(context),
        busybox: builtBusybox(context, [id]),
        ...platformPush(settings),
      },
      pushed: true,
      reads: [target('rootfs-assemble'), target('toolchain')],
    },
    sbom: sbomStage(context, id),
    vex: vexStage(context, id),
  };
  if (ownLibc) {
    stages['libc'] = {
      stage: 'libc',
      description: `Build ${libc} itself for ${id}`,
      options: { ...common('libc'), fetchAndVerify, toolchain: output('toolchain') },
      reads: ['fetch-and-verify', target('toolchain')],
    };
  }
  if (busybox.setuid !== undefined) {
    stages['configure-setuid'] = {
      stage: 'configure',
      description: `Settle the .config for ${id} of the second BusyBox, which is setuid`,
      options: {
        ...common('configure-setuid'),
        base: `${output('configure')}/.config`,
        listLost: false,
        setuid: busybox.setuid,
        fetchAndVerify,
        toolchain: output('toolchain'),
      },
      reads: ['fetch-and-verify', target('toolchain'), target('configure')],
    };
    stages['compile-setuid'] = {
      stage: 'compile',
      description: `Compile the second BusyBox, which is setuid, for ${id} on ${libc}`,
      options: { ...compiled('compile-setuid', 'configure-setuid'), key: `${name}, setuid` },
      reads: [...compiledFrom, target('configure-setuid')],
    };
  }
  return Object.fromEntries(Object.entries(stages).map(([stage, one]) => [target(stage), one]));
}

/** The platform that comes first in the table. */
function firstOf(platforms: readonly string[]): string | undefined {
  return PLATFORMS.find(({ id }) => platforms.includes(id))?.id;
}

/**
 * Whose object tree to carry on with. Images on the same fragments are configured alike but for a few symbols of their
 * own: the second one compiles what those concern, and nothing when it has none.
 */
function objectKey(name: string, fragments: readonly string[]): string {
  return fragments.length === 0 ? name : digestOf(fragments);
}
