import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type RootManifest } from '@basewright/contracts';
import { openStore } from '@basewright/core';
import { type ContainerSettings } from '@basewright/oci';
import { materialiseRoot, runInSandbox } from '@basewright/sandbox';

import { dockerfile } from './dockerfile';
import { type PackageSettings } from './options';

/** What {@link writeTarXz} needs besides the directory. */
export interface TarXzRequest {
  /** Name of the image, and so of the file. */
  readonly name: string;
  /** Absolute path of the uncompressed layer. */
  readonly tar: string;
  readonly settings: ContainerSettings;
  /** The root that holds xz. */
  readonly pack: RootManifest;
  readonly packages: PackageSettings;
}

/**
 * Writes `<name>.tar.xz` and a Dockerfile into a directory, which is made. The compressor is the pack root's xz, so
 * that no host decides the bytes. Throws what making and entering the root throw.
 */
export async function writeTarXz(
  directory: string,
  { name, tar, settings, pack, packages }: TarXzRequest,
): Promise<void> {
  const root = await materialiseRoot(openStore(), packages, pack);
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
  const uncompressed = `${name}.tar`;
  const archive = `${uncompressed}.xz`;
  await copyFile(tar, join(directory, uncompressed));
  await runInSandbox({
    root,
    program: 'xz',
    // Several threads cut the stream into blocks, and xz 5.6 starts as many as there are cores.
    args: ['--format=xz', '--check=crc64', '--threads=1', '-9', `/out/${uncompressed}`],
    binds: [{ from: directory, to: '/out', writable: true }],
    purpose: `compress ${uncompressed}`,
  });
  await chmod(join(directory, archive), 0o644);
  await writeFile(join(directory, 'Dockerfile'), dockerfile(archive, settings));
  await chmod(join(directory, 'Dockerfile'), 0o644);
}
