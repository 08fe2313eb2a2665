import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, type Store, storedTree, plainPath } from '@basewright/core';
import { runInSandbox, type SourceTree } from '@basewright/sandbox';

/** Changes when the directory made from the same sources and root would differ from before. */
const LAYOUT = 1;

/** Lexer and parser, as the sources ship them generated. */
const GENERATED = ['zconf.tab.c', 'lex.zconf.c', 'zconf.hash.c'] as const;

/**
 * A directory with BusyBox's `conf` at scripts/kconfig/conf and all Config.in files, which BusyBox generates from
 * its C sources. Made once per sources and toolchain: it takes a second, and running conf a few milliseconds.
 */
export async function kconfigTool(
  store: Store,
  root: { readonly path: string; readonly digest: string },
  source: SourceTree,
): Promise<string> {
  const path = join(store.objects, `kconfig-${digestOf({ layout: LAYOUT, root: root.digest, source: source.digest })}`);
  return storedTree({ store, path }, async (directory) => {
    const scripts = join(directory, 'scripts/kconfig');
    await mkdir(scripts, { recursive: true });
    await copyFile(await plainPath(source.path, 'Config.in'), join(directory, 'Config.in'));
    for (const name of GENERATED) {
      await copyFile(await plainPath(source.path, `scripts/kconfig/${name}_shipped`), join(scripts, name));
    }
    const sandbox = {
      root: root.path,
      cwd: '/build',
      binds: [
        { from: source.path, to: '/src' },
        { from: directory, to: '/build', writable: true },
      ],
    };
    await runInSandbox({
      ...sandbox,
      program: 'sh',
      args: ['/src/scripts/gen_build_files.sh', '/src', '/build'],
      purpose: "generate BusyBox's Config.in files",
    });
    await runInSandbox({
      ...sandbox,
      program: 'gcc',
      args: [
        ...['-I/src/scripts/kconfig', '-Iscripts/kconfig', '-o', 'scripts/kconfig/conf'],
        ...['/src/scripts/kconfig/conf.c', 'scripts/kconfig/zconf.tab.c'],
      ],
      purpose: "compile BusyBox's conf",
    });
  });
}
