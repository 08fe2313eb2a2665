import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY } from './repository';

/** Gives a workspace the packages that are installed here, but those of the family. */
export function linkModules(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, '@basewright'), { recursive: true });
  for (const name of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (name !== '@basewright') symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
}
