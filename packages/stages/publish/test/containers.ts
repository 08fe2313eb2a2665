import { join } from 'node:path';

import { exec } from '@basewright/core';

/**
 * buildah, run in `directory`, where it has a storage of its own: no daemon, no overlay mounts, nothing of the user's.
 * It makes a name out of an image's path and refuses one with capital letters, so paths are relative to `directory`.
 */
export function buildahIn(directory: string): (...args: string[]) => Promise<string> {
  const roots = ['--root', join(directory, 'storage'), '--runroot', join(directory, 'run')];
  const storage = [...roots, '--storage-driver', 'vfs'];
  return async (...args) => (await exec('buildah', [...storage, ...args], { cwd: directory })).stdout.trim();
}

/** What a container of an image says when its /bin/sh is run. `image` is what `buildah from` takes in `directory`. */
export async function sayHello(directory: string, image: string, ...options: string[]): Promise<string> {
  const buildah = buildahIn(directory);
  const container = await buildah('from', ...options, image);
  return buildah('run', '--isolation', 'chroot', container, '/bin/sh');
}

/** `skopeo inspect` of an image, as JSON. */
export async function inspect(image: string, ...options: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await exec('skopeo', ['inspect', ...options, image])).stdout) as Record<string, unknown>;
}
