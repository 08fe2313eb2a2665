import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { linkModules } from './link-modules';
import { NxWorkspace } from './nx-workspace';
import { packageDirectories, REPOSITORY, trackedFiles } from './repository';

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
    for (const directory of packageDirectories(this.root)) {
      symlinkSync(join('../..', directory), join(this.root, 'node_modules/@basewright', basename(directory)));
      const own = join(REPOSITORY, directory, 'node_modules');
      if (existsSync(own)) symlinkSync(own, join(this.root, directory, 'node_modules'));
    }
  }
}
