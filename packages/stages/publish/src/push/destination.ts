import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { isThisMachine, type RegistryAccess } from '@basewright/oci';

import { type PublishOptions, type PushOptions } from '../options';

/** The repository a push goes to, with the image's name filled in; null when nothing says where, or an empty text. */
export function repositoryOf({ registry = '', name }: Pick<PublishOptions, 'registry' | 'name'>): string | null {
  return registry === '' ? null : registry.replaceAll('{name}', name);
}

/**
 * Where the options say to push to; null for nowhere. A registry on this machine may speak plain HTTP, as docker has it,
 * unless a certificate is given. Throws BAD_INPUT when the directory of certificates is none: skopeo would go on without.
 */
export function destinationOf(options: PushOptions, workspace: string): RegistryAccess | null {
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
