import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How many files make compiles in an object tree that has nothing yet, by the makefiles that Kbuild has put into it. `symbols`
 * are those of the .config that are y, with `CONFIG_`.
 */
export async function countObjects(objects: string, symbols: ReadonlySet<string>): Promise<number> {
  const names = await readdir(objects, { recursive: true });
  const files = names.filter((name) => /(^|\/)Kbuild$/.test(name));
  const texts = await Promise.all(files.map((file) => readFile(join(objects, file), 'utf8')));
  return texts.reduce((sum, text) => sum + objectsIn(text, symbols).size, 0);
}

/** The symbols that a .config sets to y. */
export function symbolsIn(config: string): Set<string> {
  return new Set(Array.from(config.matchAll(/^(CONFIG_\w+)=y$/gm), ([, symbol = '']) => symbol));
}

/** The objects that one of Kbuild's makefiles lists: `lib-$(CONFIG_LS) += ls.o`, with its conditions on symbols. */
export function objectsIn(makefile: string, symbols: ReadonlySet<string>): Set<string> {
  const objects = new Set<string>();
  const variables = new Map<string, string>();
  const valueOf = (name: string): string => {
    if (name.startsWith('CONFIG_')) return symbols.has(name) ? 'y' : '';
    return name === 'lib-y' ? [...objects].join(' ') : (variables.get(name) ?? '');
  };
  // Whether each condition that a line is in holds.
  const conditions: boolean[] = [];
  for (const line of makefile.replaceAll('\\\n', ' ').split('\n')) {
    const [, not, name = '', value = ''] = /^if(n?)eq \(\$\(([\w-]+)\),(.*)\)/.exec(line) ?? [];
    if (line.startsWith('if')) conditions.push((valueOf(name) === value) !== (not === 'n'));
    else if (line.startsWith('else')) conditions.push(conditions.pop() === false);
    else if (line.startsWith('endif')) conditions.pop();
    const [, variable, text = ''] = /^(\w+) *:?=(.*)/.exec(line) ?? [];
    if (variable !== undefined) variables.set(variable, text);
    const [, switched, listed = ''] = /^(?:lib|obj)-(y|\$\(CONFIG_\w+\))\s*[+:]?=(.*)/.exec(line) ?? [];
    const isOn = switched === 'y' || (switched !== undefined && symbols.has(switched.slice(2, -1)));
    if (!isOn || !conditions.every(Boolean)) continue;
    const names = listed.replace(/\$\((\w+)\)/g, (_, inner: string) => valueOf(inner)).split(/\s+/);
    for (const name of names.filter((one) => one.endsWith('.o'))) objects.add(name);
  }
  return objects;
}
