import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { linkModules } from './link-modules';
import { NxWorkspace } from './nx-workspace';
import { REPOSITORY, trackedFiles } from './repository';

/**
 * A copy of this repository's files in a directory of its own, with an Nx cache of its own: executors run from their
 * sources, as for those who develop them. What does not need that is quicker in a `Workspace`.
 */
export class RepositoryCopy extends NxWorkspace {
  constructor() {
    super(mkdtempSync(join(tmpdir(), 'basewright-copy-')), join(REPOSITORY, 'node_modules'));
    for (const path of trackedFiles()) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(REPOSITORY, path), join(this.root, path));
    }
    linkModules(this.root);
    for (const name of readdirSync(join(this.root, 'packages'))) {
      symlinkSync(join('../../packages', name), join(this.root, 'node_modules/@basewright', name));
      const own = join(REPOSITORY, 'packages', name, 'node_modules');
      if (existsSync(own)) symlinkSync(own, join(this.root, 'packages', name, 'node_modules'));
    }
  }
}
