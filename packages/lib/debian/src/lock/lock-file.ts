import {
  BasewrightError,
  parseForeignJson,
  readForeignFile,
  reasonOf,
  sha256Hex,
  systemCodeOf,
} from '@basewright/core';
import { z } from 'zod';

import { archiveName, componentName, suiteName } from '../settings';

/** What Debian's policy (5.6) lets a name, a version and an architecture be. */
const NAME = '[a-z0-9][a-z0-9+.-]+';
const VERSION = '[A-Za-z0-9.+:~-]+';
const ARCHITECTURE = '[a-z0-9-]+';

const time = z.string().regex(/^\d{8}T\d{6}Z$/, 'is no time: 20261126T000000Z');

/** A source package: `gcc-14=14.2.0-19`. */
const sourceId = z.string().regex(new RegExp(`^${NAME}=${VERSION}$`), 'is no source package: tar=1.35');

/** Relative to the archive's mirror, and below it: it becomes part of an address and of a file name. */
const pathInArchive = z
  .string()
  .regex(/^[A-Za-z0-9][\w.+~:%-]*(\/[\w.+~:%-]+)+$/, 'is no path in an archive: pool/main/t/tar/tar_1.35_amd64.deb')
  .refine((path) => !path.split('/').includes('..'), 'leads out of the archive');

const file = z.strictObject({
  archive: archiveName,
  path: pathInArchive,
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: sha256Hex,
});

const pinned = file.extend({
  /** The source package it is built from, `gcc-14=14.2.0-19`, where it was asked for. */
  source: sourceId.optional(),
  /** Source packages of which it has parts: the field Built-Using. */
  builtUsing: z.array(sourceId).optional(),
});

const archive = z.strictObject({
  /** By suite the sha256 of the InRelease that the pins are from. */
  suites: z.record(suiteName, sha256Hex),
  components: z.array(componentName),
  /** When something was pinned that is still there, newest first: of these times the snapshot service is asked. */
  pinnedAt: z.array(time),
});

const set = z.strictObject({
  /** What was asked for, and what for: `toolchain/amd64/glibc/arm64`. Its digest is the name of the set. */
  request: z.looseObject({ for: z.string() }),
  /** `name:architecture`, with `=version` where more than one version is pinned. */
  packages: z.array(z.string().regex(new RegExp(`^${NAME}:${ARCHITECTURE}(=${VERSION})?$`), 'is no package')),
});

const lockFile = z.strictObject({
  lockVersion: z.literal(2),
  suite: suiteName,
  archives: z.record(archiveName, archive),
  /** By `name:architecture=version`. */
  packages: z.record(
    z.string().regex(new RegExp(`^${NAME}:${ARCHITECTURE}=${VERSION}$`), 'is no package: tar:amd64=1.35'),
    pinned,
  ),
  /** Files of source packages, by `name=version file`. */
  sources: z.record(
    z.string().regex(new RegExp(`^${NAME}=${VERSION} [\\w.+~-]+$`), 'is no file of a source package'),
    file,
  ),
  /** Which packages belong together, by the digest of what was asked for. */
  sets: z.record(z.string().regex(/^[0-9a-f]{16}$/, 'is no digest: 16 hexadecimal digits'), set),
});

/** basewright.lock.json: the exact packages of every toolchain, library and image set, and where each of them lies. */
export type Lock = z.infer<typeof lockFile>;
/** A file of an archive. */
export type ArchiveFile = z.infer<typeof file>;
/** One package as the lock has it. */
export type PinnedPackage = z.infer<typeof pinned>;
/** What a set was asked for with. */
export type SetRequest = z.infer<typeof set>['request'];

/** A lock that pins nothing. */
export function emptyLock(suite: string): Lock {
  return { lockVersion: 2, suite, archives: {}, packages: {}, sources: {}, sets: {} };
}

/** Bytes: that of a hundred images has 200,000. */
const LONGEST = 64 << 20;

const REWRITE = 'write it anew with `nx g @basewright/nx:lock`';

/** Reads a lock file; null when there is none. Throws BAD_INPUT when it is not one, or one of another version. */
export async function readLock(path: string): Promise<Lock | null> {
  const bytes = await readForeignFile(path, LONGEST).catch((cause: unknown) => {
    if (systemCodeOf(cause) === 'ENOENT') return null;
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  return bytes === null ? null : parseLock(path, bytes.toString('utf8'));
}

/** Whether a text has the marks that git leaves where two branches changed the same lines. */
export function hasMergeConflict(text: string): boolean {
  return /^<{7}( |$)/m.test(text) && /^>{7}( |$)/m.test(text);
}

/** The lock in the text of the file at `path`. Throws BAD_INPUT with all its mistakes. */
export function parseLock(path: string, text: string): Lock {
  const refuse = (reason: string, hint = REWRITE, cause?: unknown): never => {
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reason}`, { cause, hint });
  };
  if (hasMergeConflict(text))
    return refuse(
      'it has the marks of a merge conflict',
      'take what both branches pin, without any updates: `nx g @basewright/nx:lock --keep`',
    );
  const value = ((): unknown => {
    try {
      return parseForeignJson(text);
    } catch (cause) {
      return refuse(reasonOf(cause), REWRITE, cause);
    }
  })();
  const version = lockVersionOf(value);
  if (version === 1)
    return refuse(
      'it is of version 1, which does not say where packages lie',
      'turn it into version 2, with the same packages: `nx g @basewright/nx:lock --keep`',
    );
  if (version !== null && version > 2)
    return refuse(
      `it is of version ${String(version)}, and this Basewright reads version 2`,
      'update the @basewright packages',
    );
  const { data, error } = lockFile.safeParse(value);
  if (error !== undefined) return refuse(z.prettifyError(error), REWRITE, error);
  const problems = inconsistencies(data);
  return problems.length === 0 ? data : refuse(problems.join('\n  '));
}

/** The version that a parsed lock file says it has. */
function lockVersionOf(value: unknown): number | null {
  const { data } = z.looseObject({ lockVersion: z.int() }).safeParse(value);
  return data?.lockVersion ?? null;
}

/** What its shape does not say: names without an entry. */
function inconsistencies({ archives, packages, sets, sources }: Lock): string[] {
  const ids = new Set(Object.keys(packages).flatMap((key) => [key, key.replace(/=.*/, '')]));
  const inSets = Object.entries(sets).flatMap(([key, { request, packages: names }]) =>
    names
      .filter((name) => !ids.has(name))
      .map((name) => `sets.${key} (${request.for}) names ${name}, which it does not pin`),
  );
  const placed = Object.entries({ ...packages, ...sources });
  const inArchives = placed
    .filter(([, { archive: name }]) => !Object.hasOwn(archives, name))
    .map(([key, { archive: name }]) => `${key} is from the archive ${name}, of which it says nothing`);
  return [...inSets, ...inArchives];
}

/**
 * The text of a lock file: one package, one source file and one name of a set a line, sorted, so that an update of one
 * package is a change of one line.
 */
export function formatLock({ archives, lockVersion, packages, sets, sources, suite }: Lock): string {
  const text = {
    lockVersion: String(lockVersion),
    suite: JSON.stringify(suite),
    archives: block(archives, (one) => inline(one, ['suites', 'components', 'pinnedAt'])),
    packages: block(packages, (one) => inline(one, ['archive', 'path', 'size', 'sha256', 'source', 'builtUsing'])),
    sources: block(sources, (one) => inline(one, ['archive', 'path', 'size', 'sha256'])),
    sets: block(
      sets,
      ({ request, packages: names }) => {
        const lines = names.map((name) => `\n        ${JSON.stringify(name)}`).join(',');
        const list = names.length === 0 ? '[]' : `[${lines}\n      ]`;
        const asked = inline(request, [
          'for',
          ...Object.keys(request)
            .sort()
            .filter((name) => name !== 'for'),
        ]);
        return `{\n      "request": ${asked},\n      "packages": ${list}\n    }`;
        // By what they are for: a digest says nothing to those who read a diff.
      },
      ([, { request: a }], [, { request: b }]) => (a.for < b.for ? -1 : 1),
    ),
  };
  const fields = Object.entries(text).map(([name, value]) => `  "${name}": ${value}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

function block<T>(
  entries: Readonly<Record<string, T>>,
  format: (one: T) => string,
  order: (a: [string, T], b: [string, T]) => number = ([a], [b]) => (a < b ? -1 : 1),
): string {
  const lines = Object.entries(entries)
    .sort(order)
    .map(([key, one]) => `\n    ${JSON.stringify(key)}: ${format(one)}`);
  return lines.length === 0 ? '{}' : `{${lines.join(',')}\n  }`;
}

/** An object on one line, its fields in a given order. */
function inline(value: object, fields: readonly string[]): string {
  const entries = new Map(Object.entries(value));
  const texts = fields.flatMap((name) =>
    entries.get(name) === undefined ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(entries.get(name))}`],
  );
  return `{ ${texts.join(', ')} }`;
}
