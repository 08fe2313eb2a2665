import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

/**
 * The patch files that a path of an image.json stands for, as workspace paths; none where there are none. The last part of
 * the path may hold `*`; its matches are sorted by code unit.
 */
export function patchFiles(workspace: string, path: string): string[] {
  if (!path.includes('*')) return existsSync(join(workspace, path)) ? [path] : [];
  const directory = posix.dirname(path);
  const pattern = posix.basename(path);
  const names = existsSync(join(workspace, directory)) ? readdirSync(join(workspace, directory)) : [];
  return names
    .filter((name) => isLike(name, pattern))
    .sort()
    .map((name) => posix.join(directory, name));
}

/** As fetch-and-verify takes the name of a patch: it becomes part of one of its own. */
const FILE_NAME = /^[A-Za-z0-9][\w.+~-]*$/;

/** What is wrong with a path of patches, as ends of sentences. `written` is how image.json has it. */
export function patchMistakes(workspace: string, path: string, written: string): string[] {
  const files = patchFiles(workspace, path);
  return files.length === 0
    ? [`there is no such patch: ${path}`]
    : files.flatMap((file) => patchMistake(workspace, file, written) ?? []);
}

function patchMistake(workspace: string, file: string, written: string): string | null {
  const name = posix.basename(file);
  if (!isInside(workspace, file)) return `${file} lies outside the workspace`;
  if (statSync(join(workspace, file)).isDirectory())
    return `${file} is a directory: name the patches in it, "${written.replace(/\/$/, '')}/*.patch"`;
  return FILE_NAME.test(name) ? null : `"${name}" cannot be the name of a patch (letters, digits and . _ + ~ - only)`;
}

/** Links followed: a file from elsewhere could change without a target running again. */
function isInside(workspace: string, path: string): boolean {
  const from = relative(realpathSync(workspace), realpathSync(join(workspace, path)));
  return from !== '..' && !from.startsWith('../');
}

/** Whether a name is what a pattern with `*` stands for. No regular expression: those try every division of the name. */
export function isLike(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  // The first place where a part fits leaves the most room for those behind it.
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + last.length <= name.length;
}
