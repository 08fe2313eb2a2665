import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { resolvePath } from '@basewright/core';

/** The bytes of a file: a text, bytes, or those of a file on this machine. */
export type Content =
  { readonly text: string } | { readonly bytes: Uint8Array } | { readonly file: string; readonly size: number };

/** Something in the tree that scripts see. */
export interface InstalledNode {
  readonly type: 'directory' | 'file' | 'symlink';
  readonly mode: number;
  /** A name, or a number. */
  readonly owner: string;
  readonly group: string;
  /** What a symbolic link says. */
  readonly target?: string;
  /** Of a file whose bytes are known. */
  readonly content?: Content;
  /** Who has put it there, or changed its owner or mode: the package whose script did; null for what was shipped. */
  readonly madeBy: string | null;
  /** It comes with the base, and not from a package that is being installed. */
  readonly isOfBase?: true;
}

/**
 * The tree of an image as Debian's scripts expect it: /bin, /sbin and /lib are links to what is below /usr, whatever the base has. Scripts look at
 * it, and what they make is noted in it; nothing on this machine's disk is touched.
 */
export class InstalledTree {
  readonly #nodes = new Map<string, InstalledNode>();

  constructor(nodes: Iterable<readonly [path: string, node: InstalledNode]>) {
    for (const name of MERGED)
      this.#nodes.set(`/${name}`, { ...ROOT, type: 'symlink', mode: 0o777, target: `usr/${name}` });
    for (const [path, node] of nodes)
      if (!MERGED.some((name) => path === `/${name}`)) this.#nodes.set(mergedPath(path), node);
  }

  /** What a path leads to, links followed; with `keepLast` not the last one. */
  at(path: string, keepLast = false): InstalledNode | undefined {
    const place = this.place(path, keepLast);
    return place === null ? undefined : (this.#nodes.get(place) ?? (this.hasBelow(place) ? IMPLIED : undefined));
  }

  /** Where a path leads; null where links go in a circle. */
  place(path: string, keepLast = false): string | null {
    return resolvePath(this.#nodes, posix.normalize(path), keepLast);
  }

  /** Whether something is in a directory that nobody has made by itself. */
  hasBelow(place: string): boolean {
    const start = place === '/' ? '/' : `${place}/`;
    for (const path of this.#nodes.keys()) if (path.startsWith(start)) return true;
    return false;
  }

  /** Puts a node where a path leads, in the place of what is there. */
  put(path: string, node: InstalledNode): void {
    const place = this.place(path, true);
    if (place !== null) this.#nodes.set(place, node);
  }

  /** Takes away what is at a path, with all below it. */
  remove(path: string): void {
    const place = this.place(path, true);
    for (const other of [...this.#nodes.keys()])
      if (place !== null && (other === place || other.startsWith(`${place}/`))) this.#nodes.delete(other);
  }

  /** Paths that a pattern of a shell matches, sorted. */
  matching(pattern: string): string[] {
    const expression = globPattern(pattern);
    return [...this.#nodes.keys()].filter((path) => expression.test(path)).sort();
  }

  /** The text of the file that a path leads to; null where there is none, or its bytes are not known. */
  text(path: string): string | null {
    const content = this.at(path)?.content;
    if (content === undefined) return null;
    if ('text' in content) return content.text;
    return 'file' in content ? readFileSync(content.file, 'utf8') : Buffer.from(content.bytes).toString('utf8');
  }

  /** All of it. */
  entries(): IterableIterator<[string, InstalledNode]> {
    return this.#nodes.entries();
  }
}

/** Those directories of the root that are links on Debian. */
const MERGED = ['bin', 'lib', 'lib32', 'lib64', 'sbin'] as const;

const ROOT = { owner: '0', group: '0', madeBy: null };

/** A directory of whose own entry nobody has spoken. */
const IMPLIED: InstalledNode = { ...ROOT, type: 'directory', mode: 0o755 };

function mergedPath(path: string): string {
  return path.replace(/^\/(?=(bin|lib|lib32|lib64|sbin)(\/))/, '/usr/');
}

/** `*`, `?` and `[…]` of a shell, of which none matches a slash. */
function globPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
    .replace(/\[!/g, '[^');
  return new RegExp(`^${source}$`);
}

/** The same of a text that is no path: all match a slash, too. */
export function textPattern(pattern: string): RegExp {
  return new RegExp(globPattern(pattern).source.replaceAll('[^/]', '[^]'));
}
