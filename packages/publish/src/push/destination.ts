import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';

import { type PublishOptions } from '../options';

/** A repository of a registry, and how to get there. */
export interface Destination {
  /** `localhost:5000/base` */
  readonly repository: string;
  /** Allow plain HTTP and certificates that cannot be verified. */
  readonly insecure: boolean;
  /** Absolute path of the directory with certificates, or null for the system's. */
  readonly certDir: string | null;
}

/** The repository a push goes to, with the image's name filled in; null when nothing says where, or an empty text. */
export function repositoryOf({ registry = '', name }: Pick<PublishOptions, 'registry' | 'name'>): string | null {
  return registry === '' ? null : registry.replaceAll('{name}', name);
}

/**
 * Where the options say to push to; null for nowhere. A registry on this machine may speak plain HTTP, as docker has it,
 * unless a certificate is given. Throws BAD_INPUT when the directory of certificates is none: skopeo would go on without.
 */
export function destinationOf(options: PublishOptions, workspace: string): Destination | null {
  const repository = repositoryOf(options);
  if (repository === null) return null;
  const certDir = options.certDir === undefined ? null : join(workspace, options.certDir);
  if (certDir !== null && !existsSync(certDir)) {
    throw new BasewrightError('BAD_INPUT', `cannot push ${options.name}: there is no directory ${certDir}`, {
      hint: "certDir is relative to the workspace and holds the registry's CA as a file *.crt",
    });
  }
  return { repository, certDir, insecure: options.insecure ?? (certDir === null && isThisMachine(repository)) };
}

function isThisMachine(repository: string): boolean {
  const { hostname } = new URL(`http://${repository}`);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** skopeo's options for one side of a copy. */
export function accessOptions({ insecure, certDir }: Destination, side: 'src' | 'dest'): string[] {
  return [`--${side}-tls-verify=${String(!insecure)}`, ...(certDir === null ? [] : [`--${side}-cert-dir`, certDir])];
}
