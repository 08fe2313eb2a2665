import { type Tree } from '@nx/devkit';

/** Adds the lines that a file does not have yet, at its end. A leading slash or a trailing one makes no difference. */
export function addLines(tree: Tree, path: string, lines: readonly string[]): void {
  const text = tree.exists(path) ? (tree.read(path, 'utf8') ?? '') : '';
  const plain = (line: string): string => line.trim().replace(/^\/|\/$/g, '');
  const held = new Set(text.split('\n').map(plain));
  // A directory that is ignored as a whole has its parts ignored.
  const missing = lines.filter((line) => !held.has(plain(line)) && !held.has(line.split('/')[0] ?? line));
  if (missing.length === 0) return;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  tree.write(path, `${start}${missing.join('\n')}\n`);
}
