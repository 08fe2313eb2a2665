import { runInSandbox } from '@basewright/sandbox';

import { type LibcBuild } from './libc-build';

/** Names that an object file defines, and those that it leaves to others. */
export interface ObjectSymbols {
  readonly defined: ReadonlySet<string>;
  readonly undefined: ReadonlySet<string>;
}

const LINE = /^(.*?):\s*(?:[0-9a-f]+)?\s*([A-Za-z]) (\S+)$/;

/** What the object files below a directory of a tree define and leave undefined, by their paths in the tree. */
export async function objectSymbols(
  build: LibcBuild,
  tree: string,
  directory: string,
): Promise<Map<string, ObjectSymbols>> {
  const find = `find ${directory} -name '*.o' ! -name built-in.o ! -path './tests/*' | sort | xargs -r nm -A 2>/dev/null`;
  const { stdout } = await runInSandbox({
    root: build.root,
    program: 'sh',
    args: ['-c', find],
    cwd: '/build',
    binds: [{ from: tree, to: '/build' }],
    okExitCodes: [123],
    purpose: 'list the symbols of object files',
  });
  return byFile(stdout);
}

/** Reads `nm -A`. Weak symbols that are not defined need no definition. */
function byFile(listing: string): Map<string, ObjectSymbols> {
  const files = new Map<string, { defined: Set<string>; undefined: Set<string> }>();
  for (const line of listing.split('\n')) {
    const [, path, kind = '', name = ''] = LINE.exec(line) ?? [];
    if (path === undefined) continue;
    const key = path.replace(/^\.\//, '');
    const file = files.get(key) ?? { defined: new Set(), undefined: new Set() };
    files.set(key, file);
    if (kind === 'U') file.undefined.add(name);
    else if (kind !== 'w' && kind !== 'v') file.defined.add(name);
  }
  return files;
}

/** Libraries that BusyBox is linked with where they are there. */
const LIBRARIES = ['libc.a', 'libm.a', 'libcrypt.a', 'librt.a', 'libresolv.a', 'libgcc.a'] as const;

/** Every name that the libc and the compiler's own library define. */
export async function libcSymbols(build: LibcBuild, tree: string): Promise<Set<string>> {
  const [cc = '', ...options] = build.compiler.cc;
  const lines = LIBRARIES.map(
    (name) => `f=$(${[cc, ...options].join(' ')} -print-file-name=${name}); test -e "$f" && nm -A "$f" 2>/dev/null`,
  );
  const { stdout } = await runInSandbox({
    root: build.root,
    program: 'sh',
    args: ['-c', `${lines.join('\n')}\ntrue`],
    cwd: '/build',
    binds: [{ from: tree, to: '/build' }, ...build.binds],
    purpose: 'list the symbols of the libc',
  });
  const names = new Set<string>();
  for (const line of stdout.split('\n')) {
    const [, , kind = 'U', name = ''] = LINE.exec(line) ?? [];
    if (kind !== 'U' && kind !== 'w' && kind !== 'v') names.add(name);
  }
  return names;
}
