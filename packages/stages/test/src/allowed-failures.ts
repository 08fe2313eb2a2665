import { readFile } from 'node:fs/promises';

import { BasewrightError, reasonOf } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

const allowedFailure = z
  .strictObject({
    /** As the suite prints it after `FAIL: `. */
    test: z.string().min(1),
    reason: z.string().min(1),
    /** The libcs it fails on; left out means all. */
    libcs: z.array(z.enum(LIBCS)).readonly().optional(),
  })
  .readonly();

/** A test of BusyBox's own suite that may fail, and why. */
export type AllowedFailure = z.infer<typeof allowedFailure>;

/** Reads an image's own list, a JSON file. Throws BAD_INPUT with everything that is wrong with it. */
export async function readAllowedFailures(path: string): Promise<AllowedFailure[]> {
  try {
    return z.array(allowedFailure).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reason}`, {
      cause,
      hint: 'it is a list of {"test", "reason", "libcs"}; libcs may be left out',
    });
  }
}

/** What mdev.tests is made of; it runs for static binaries only. */
const MDEV_TESTS = [
  'mdev add /block/sda',
  'mdev deletes /block/sda',
  'mdev stops on first rule',
  'mdev does not stop on dash-rule',
  'mdev $ENVVAR=regex match',
  "mdev move/symlink rule '>bar/baz'",
  "mdev move/symlink rule '>bar/'",
  "mdev move rule '=bar/baz/fname'",
  'mdev regexp substring match + replace',
  'mdev command',
  'mdev move and command',
  'mdev #maj,min and no explicit uid',
  'move rule does not delete node with name == device_name',
] as const;

/** Tests of BusyBox's own suite that fail for a cause outside the image. Anything else that fails is a failure. */
export const allowedFailures: readonly AllowedFailure[] = [
  {
    test: 'ls unicode test with unlimited codepoints',
    reason: 'switched on by CONFIG_LAST_SUPPORTED_WCHAR=0; the test itself says that it fails',
  },
  {
    test: 'hostname-d-works',
    reason: "asks for the domain of the host's name, which nothing resolves in a sandbox without network",
  },
  {
    test: 'start-stop-daemon with both -x and -a',
    reason: 'starts /bin/false under another name; its comment says that it fails where false is an applet of busybox',
  },
  {
    test: 'unzip (subdir only)',
    reason: 'makes its archive with zip, which an image does not have',
  },
  {
    test: 'date-timezone',
    reason: "reads the zone's POSIX rule, which this libc parses differently (Alpine patches the test too)",
    libcs: ['musl', 'uclibc'],
  },
  {
    test: 'awk gsub erroneous word start match',
    reason: "musl's regular expressions have no word boundaries where the test wants them (Alpine marks it too)",
    libcs: ['musl'],
  },
  ...MDEV_TESTS.map((test): AllowedFailure => ({
    test,
    reason: 'makes device nodes, which nobody may in a user namespace',
    libcs: ['musl', 'uclibc'],
  })),
];
