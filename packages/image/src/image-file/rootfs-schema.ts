import { accountName } from '@basewright/core';
import { z } from 'zod';

const mode = z.string().regex(/^0?[0-7]{3,4}$/, 'expected an octal mode such as "0644"');
const owner = z
  .string()
  .describe('Owner in the image: a user name, or "uid:gid".')
  .meta({ examples: ['nobody', '1000:1000'] });
/** An absolute path in an image. */
export const imagePath = z
  .string()
  .regex(/^(\/(?!\.{1,2}(\/|$))[^/]*)+$/, 'expected an absolute path in the image, without "." and ".."');

/** The same of something that has to have a name: a slash at its end would say that it is a directory. */
const namedPath = z
  .string()
  .regex(
    /^(\/(?!\.{1,2}(\/|$))[^/]+)+$/,
    'expected an absolute path in the image, without "." and "..", and without a slash at its end',
  );

/** A path that is a field of a line of /etc/passwd: a colon or a line break would be another field or another account. */
const inPasswd = <Path extends z.ZodType<string>>(path: Path) =>
  path.refine((text) => !/[:\p{Cc}]/u.test(text), 'expected a path without colons and line breaks');

const user = z.strictObject({
  name: accountName,
  uid: z.int().nonnegative(),
  gid: z.int().nonnegative().optional().describe('Default: a group of its own, with the number of the user.'),
  home: inPasswd(imagePath).default('/nonexistent'),
  shell: inPasswd(namedPath).default('/bin/false'),
  gecos: z
    .string()
    .regex(/^[^:\n\r]*$/, 'expected text without colons and line breaks')
    .optional(),
});

const group = z.strictObject({
  name: accountName,
  gid: z.int().nonnegative(),
  members: z.array(accountName).default([]),
});

const file = z.strictObject({
  source: z.string().describe('File or directory beside image.json.'),
  path: imagePath.describe('Where it goes in the image; with a slash at its end, the directory that a file goes into.'),
  mode: mode.optional().describe('Permission bits; default: 0644, or 0755 when the source is executable.'),
  owner: owner.optional(),
});

const directory = z.strictObject({ path: imagePath, mode: mode.optional(), owner: owner.optional() });

/** What an author may add to the tree of an image. */
export const rootfs = z
  .strictObject({
    appletLinks: z.enum(['hard', 'symbolic']).optional().describe('How applets point to /bin/busybox.'),
    users: z.array(user).default([]),
    groups: z.array(group).default([]),
    files: z.array(file).default([]).describe('Plain files to copy in.'),
    links: z.record(namedPath, z.string()).default({}).describe('Symbolic links: path to target.'),
    directories: z.array(directory).default([]),
  })
  .describe('What the tree holds besides BusyBox and its libraries.');
