import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY } from './repository';

/** Gives a workspace the packages that are installed here, but those of the family, whose one program it has. */
export function linkModules(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, '@basewright'), { recursive: true });
  mkdirSync(join(modules, '.bin'));
  for (const name of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (!['@basewright', '.bin'].includes(name))
      symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  for (const name of readdirSync(join(REPOSITORY, 'node_modules/.bin'))) {
    const target =
      name === 'basewright' ? '../@basewright/nx/bin/basewright' : join(REPOSITORY, 'node_modules/.bin', name);
    symlinkSync(target, join(modules, '.bin', name));
  }
}
