import { lstat, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { type Bind } from '@basewright/hermetic';

/** What a container sees: an unpacked image, and what is mounted over it. */
export interface View {
  /** Absolute path of the unpacked image on the host. */
  readonly tree: string;
  /** Later ones hide earlier ones. */
  readonly binds: readonly Bind[];
}

/** As many links as Linux follows in one path. */
const MOST_LINKS = 40;

/** Where a path of the container lies on the host, no link followed. */
export function onHost({ tree, binds }: View, path: string): string {
  const bind = binds.findLast(({ to }) => path === to || path.startsWith(to === '/' ? to : `${to}/`));
  return bind === undefined ? join(tree, path) : join(bind.from, path.slice(bind.to.length));
}

/**
 * The path of a container with every link on the way followed, as in the container: none leads out of it. What is not
 * there stays as it is written; null for links that go in a circle.
 */
export async function followLinks(view: View, path: string): Promise<string | null> {
  let place = '/';
  let names = namesOf(path);
  for (let links = 0; names.length > 0;) {
    const [name = '', ...rest] = names;
    names = rest;
    const next = posix.join(place, name);
    const target = name === '..' ? null : await linkTarget(onHost(view, next));
    if (target === null) place = next;
    else if (++links > MOST_LINKS) return null;
    else {
      if (target.startsWith('/')) place = '/';
      names = [...namesOf(target), ...names];
    }
  }
  return place;
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

async function linkTarget(path: string): Promise<string | null> {
  const stat = await lstat(path).catch(() => null);
  return stat?.isSymbolicLink() === true ? readlink(path) : null;
}
