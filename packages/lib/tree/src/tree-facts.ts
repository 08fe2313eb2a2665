import { readFile } from 'node:fs/promises';

import { BasewrightError, parseForeignJson, reasonOf } from '@basewright/core';
import { z } from 'zod';

import { readLibraryCache } from './library-cache';
import { program } from './program';

const node = z
  .strictObject({
    /** `other`: a device or a pipe. */
    type: z.enum(['directory', 'file', 'symlink', 'hardlink', 'other']),
    mode: z.int(),
    /** Default: root's. */
    uid: z.int().optional(),
    gid: z.int().optional(),
    /** What a symbolic link says, or the absolute path that a hard link is another name of. */
    target: z.string().optional(),
    /** Who put it there: `rootfs.files[0] (images/app/serve)`, `package bash`. Absent for what is the base's. */
    origin: z.string().optional(),
    /** Of what can be executed, of shared objects, and of the author's files that would be programs if their modes said so. */
    program: program.optional(),
  })
  .refine(({ type, target }) => !type.endsWith('link') || target !== undefined, 'a link says where it leads');

const treeFacts = z.strictObject({
  /** By absolute path, without a final slash. */
  nodes: z.record(z.string(), node),
  /** The content of the accounts' tables, and of where musl's loader looks (ldso/dynlink.c). */
  texts: z.record(z.string(), z.string()),
  /** What /etc/ld.so.cache says: absolute paths by the name that a loader asks for. */
  libraryCache: z.record(z.string(), z.array(z.string())),
  /** The shells of accounts that the image adds, and where image.json says so. */
  shells: z.array(z.strictObject({ shell: z.string(), place: z.string() })),
});

/** Something in the tree of an image, as far as starting programs is concerned. */
export type NodeFacts = z.infer<typeof node>;

/** The whole tree of an image, base included: what a stage that assembles leaves, and publish looks at. */
export interface TreeFacts extends Omit<z.infer<typeof treeFacts>, 'nodes'> {
  readonly nodes: ReadonlyMap<string, NodeFacts>;
}

/** Where the cache of glibc's loader lies, by which it finds libraries. */
const LIBRARY_CACHE = '/etc/ld.so.cache';

/** Files that decide how programs start: the accounts, and where the loaders of glibc and musl look. */
export function decidesStart(path: string): boolean {
  return path === LIBRARY_CACHE || /^\/etc\/(passwd|group|ld-musl-[^/]+\.path)$/.test(path);
}

/** What {@link decidesStart} files say, by path. */
export function readDeciding(
  files: ReadonlyMap<string, Uint8Array>,
  endian: 'little' | 'big',
): Pick<TreeFacts, 'texts' | 'libraryCache'> {
  const cache = files.get(LIBRARY_CACHE);
  const texts = [...files].filter(([path]) => path !== LIBRARY_CACHE);
  return {
    texts: Object.fromEntries(texts.map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')])),
    libraryCache: cache === undefined ? {} : readLibraryCache(cache, endian),
  };
}

/** Whether the author of the image puts something there: what asks for it begins with the place in image.json. */
export function isAuthors({ origin }: Pick<NodeFacts, 'origin'>): boolean {
  return origin?.startsWith('rootfs.') === true;
}

/** Origin of links that come with the programs of packages. */
export const OF_PROGRAMS = 'a link of library-resolve';

/** Shared objects by their names; `.node` is what Node calls its own. */
const SHARED_OBJECT = /\.(?:so(?:\.[^/]*)?|node)$/;

/** Whether a file's content has to be looked at: it can be executed or loaded. */
export function mayBeProgram(path: string, mode: number): boolean {
  return (mode & 0o111) !== 0 || SHARED_OBJECT.test(path);
}

/** The text of a file with these facts: equal trees give equal bytes. */
export function treeFactsText({ nodes, ...rest }: TreeFacts): string {
  const sorted = [...nodes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${JSON.stringify({ nodes: Object.fromEntries(sorted), ...rest })}\n`;
}

/**
 * Reads what {@link treeFactsText} made, from a stage that may come from a cache of others. Throws what reading throws, and
 * CONTRACT_MISMATCH for anything else than that.
 */
export async function readTreeFacts(file: string): Promise<TreeFacts> {
  const { nodes, ...rest } = parsed(file, await readFile(file, 'utf8'));
  return { nodes: new Map(Object.entries(nodes)), ...rest };
}

function parsed(file: string, text: string): z.infer<typeof treeFacts> {
  try {
    return treeFacts.parse(parseForeignJson(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw new BasewrightError('CONTRACT_MISMATCH', `cannot read ${file}: ${why}`, {
      cause,
      hint: 'run the target that wrote it again, with --skip-nx-cache',
    });
  }
}
