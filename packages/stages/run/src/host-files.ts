import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { isAtOrBelow, makeFileInside, type MissingPlaces } from '@basewright/oci';
import { type Bind } from '@basewright/sandbox';

/** Mounted from outside in every container. */
export const SYSTEM_DIRECTORIES = ['/dev', '/proc', '/sys'] as const;

/** What {@link hostFiles} makes, and of what. */
export interface HostFilesRequest {
  /** Absolute path of the unpacked image. */
  readonly tree: string;
  /** Absolute path of a directory, which is made, for the files to be mounted. */
  readonly scratch: string;
  /** Noted here instead of being made in the image. */
  readonly missing?: MissingPlaces;
  readonly hostname: string;
  /** Whether the container has the network of this machine. */
  readonly network: boolean;
}

/**
 * What docker mounts over the files of an image, whatever lies there: the names of the container's host, and with the
 * network of this machine its hosts and name servers. They are copies, which a command may change. A link in their place
 * is followed in the image, as runc does; one that leads to a place of the system has nothing mounted there.
 */
export async function hostFiles({ tree, scratch, missing, hostname, network }: HostFilesRequest): Promise<Bind[]> {
  await mkdir(scratch);
  const texts: Record<string, string | null> = { '/etc/hostname': `${hostname}\n` };
  if (network) {
    const hosts = await textOf('/etc/hosts');
    texts['/etc/hosts'] = hosts === null ? null : hostsWith(hosts, hostname);
    texts['/etc/resolv.conf'] = await textOf('/etc/resolv.conf');
  }
  const binds: Bind[] = [];
  for (const [path, text] of Object.entries(texts)) {
    if (text === null) continue;
    const to = await makeFileInside({ tree, binds, ...(missing === undefined ? {} : { missing }) }, path);
    if (SYSTEM_DIRECTORIES.some((directory) => isAtOrBelow(to, directory))) continue;
    const from = join(scratch, path.slice('/etc/'.length));
    await writeFile(from, text, { mode: 0o644 });
    binds.push({ from, to, writable: true });
  }
  return binds;
}

/**
 * Throws BAD_INPUT where an image has something else than a directory where each container has one of the system's:
 * bubblewrap would follow a link there, on the host.
 */
export async function checkSystemDirectories(tree: string): Promise<void> {
  for (const path of SYSTEM_DIRECTORIES) {
    const there = await lstat(join(tree, path)).catch(() => null);
    if (there === null || there.isDirectory()) continue;
    const what = there.isSymbolicLink() ? 'a link' : 'a file';
    throw new BasewrightError('BAD_INPUT', `cannot run the image: its ${path} is ${what}, and has to be a directory`);
  }
}

/** Names of hosts, with a container's own: sudo and others look it up. The address is Debian's for a name without a network of its own. */
function hostsWith(hosts: string, hostname: string): string {
  return `${hosts}${hosts === '' || hosts.endsWith('\n') ? '' : '\n'}127.0.1.1\t${hostname}\n`;
}

/** Null where this machine has no such file. */
function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
