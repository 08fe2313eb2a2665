import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Every source includes them, so that what they name would stand for all. */
const COMMON = ['include/libbb.h', 'include/platform.h', 'include/autoconf.h'];

const NAME = /\b(?:CONFIG|ENABLE|IF|IF_NOT)_([A-Z0-9_]+)/g;
const INCLUDE = /^\s*#\s*include\s+"([^"]+)"/gm;

/**
 * The symbols that a source of BusyBox names, by itself and in what it includes but for the headers that all include.
 * `source` is relative to `tree`, the directory of the sources. Words that are no symbols are among them.
 */
export function namedSymbols(tree: string, source: string): Set<string> {
  const names = new Set<string>();
  const seen = new Set(COMMON);
  const open = [source];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = readFileSync(join(tree, path), 'utf8');
    for (const [, name = ''] of text.matchAll(NAME)) names.add(name);
    for (const [, included = ''] of text.matchAll(INCLUDE)) {
      const places = [dirname(path), 'include', 'libbb'].map((directory) => normalize(join(directory, included)));
      const found = places.find((place) => existsSync(join(tree, place)));
      if (found !== undefined) open.push(found);
    }
  }
  return names;
}

/** What makes BusyBox of its sources, and looks at its configuration. */
const MAKEFILES = [
  ...['Makefile', 'Makefile.flags', 'Makefile.custom', 'scripts/Makefile.IMA', 'scripts/Makefile.build'],
  ...['scripts/trylink', 'scripts/generate_BUFSIZ.sh', 'scripts/embedded_scripts', 'applets/usage_compressed'],
];

/** The symbols of the headers that all sources include, and of the makefiles: a change of one concerns every object. */
export function symbolsOfAll(tree: string): { readonly headers: Set<string>; readonly makefiles: Set<string> } {
  const inFiles = (paths: readonly string[], pattern: RegExp): Set<string> =>
    new Set(
      paths.flatMap((path) =>
        [...readFileSync(join(tree, path), 'utf8').matchAll(pattern)].map(([, name = '']) => name),
      ),
    );
  return {
    headers: inFiles(['include/libbb.h', 'include/platform.h'], NAME),
    makefiles: inFiles(MAKEFILES, /\bCONFIG_([A-Z0-9_]+)/g),
  };
}
