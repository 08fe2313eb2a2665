import { accountName } from '@basewright/core';
import { z } from 'zod';

import { buildName } from './builds';

const mode = z
  .string()
  .regex(/^0?[0-7]{3,4}$/, 'expected an octal mode such as "0644"')
  .meta({ examples: ['0755'] });
const owner = z
  .string()
  .describe('Owner in the image: a user name, or "uid:gid".')
  .meta({ examples: ['nobody', '1000:1000'] });
/** An absolute path in an image. */
export const imagePath = z
  .string()
  .regex(
    /^(\/|(\/(?!\.{1,2}(\/|$))[^/\p{Cc}]+)+\/?)$/u,
    'expected an absolute path in the image, without ".", ".." and "//"',
  );

/** The same of something that has to have a name: a slash at its end would say that it is a directory. */
const namedPath = z
  .string()
  .regex(
    /^(\/(?!\.{1,2}(\/|$))[^/\p{Cc}]+)+$/u,
    'expected an absolute path in the image, without ".", ".." and "//", and without a slash at its end',
  );

const HIGHEST = 'expected a whole number from 0 to 4294967294';

/** A path that is a field of a line of /etc/passwd: a colon or a line break would be another field or another account. */
const inPasswd = <Path extends z.ZodType<string>>(path: Path) =>
  path.refine((text) => !/[:\p{Cc}]/u.test(text), 'expected a path without colons and line breaks');

/** (uid_t) -1 means "no change" to chown(2), so it is nobody's number. */
const number = z.int().min(0, HIGHEST).max(4294967294, HIGHEST);

const user = z.strictObject({
  name: accountName.describe('What it is called.').meta({ examples: ['app'] }),
  uid: number
    .optional()
    .describe('Its number; a new user has to have one.')
    .meta({ examples: [1600] }),
  gid: number.optional().describe('Default: a group of its own, with the number of the user.'),
  groups: z
    .array(accountName)
    .optional()
    .describe('Groups that it is in besides its own.')
    .meta({ examples: [['dialout', 'video']] }),
  home: inPasswd(imagePath)
    .optional()
    .describe('Its home, a directory that belongs to it; / and /nonexistent are not made. Default: /nonexistent.'),
  shell: inPasswd(namedPath).optional().describe('What su and login start. Default: /bin/false.'),
  gecos: z
    .string()
    .regex(/^[^:\n\r]*$/, 'expected text without colons and line breaks')
    .optional()
    .describe('Whom it is for, in words (GECOS).'),
});

const group = z.strictObject({
  name: accountName.describe('What it is called.').meta({ examples: ['media'] }),
  gid: number.optional().describe('Its number; a new group has to have one.'),
  members: z
    .array(accountName)
    .default([])
    .describe('Users that are in it besides those whose own group it is, and besides those who are in it.'),
});

const file = z.strictObject({
  from: buildName
    .optional()
    .describe(
      'Name in builds of the target that leaves it. Links to files become files; directories without a file are left out.',
    )
    .meta({ examples: ['api'] }),
  source: z
    .string()
    .describe(
      'File or directory beside image.json; with "from" below the outputs of that build, "." for all of them, and with {platform}, {arch} and {triplet} filled in. Times in the image come from the release or image.created, and of a file from its content as well, so that a server has another ETag for another content.',
    ),
  path: imagePath.describe('Where it goes in the image; with a slash at its end, the directory that a file goes into.'),
  mode: mode
    .optional()
    .describe(
      'Permission bits; default: 0644, or 0755 when the source is executable; of a build when it is a program or a script with #!.',
    ),
  owner: owner.optional(),
});

const directory = z.strictObject({
  path: imagePath.describe('Where it is in the image.').meta({ examples: ['/var/lib/app'] }),
  mode: mode.optional().describe('Permission bits; default: 0755.'),
  owner: owner.optional(),
});

/** What an author may add to the tree of an image. */
export const rootfs = z
  .strictObject({
    appletLinks: z.enum(['hard', 'symbolic']).optional().describe('How applets point to /bin/busybox.'),
    appletPaths: z
      .enum(['own', 'bin'])
      .optional()
      .describe(
        'Where applets lie: "own", the default, at the paths BusyBox installs them at (/bin, /sbin, /usr/bin, /usr/sbin); "bin", all in /bin as the official image has them, with /usr/bin/env besides; /sbin and /usr/sbin are empty directories then.',
      ),
    users: z
      .array(user)
      .default([])
      .describe(
        'Users besides those that are there, and what is to be otherwise of one who is: {"name": "root", "shell": "/bin/bash"}.',
      ),
    groups: z
      .array(group)
      .default([])
      .describe('Groups besides those that are there, and what is to be otherwise of one that is.'),
    files: z.array(file).default([]).describe('Files and directories to copy in.'),
    links: z.record(namedPath, z.string()).default({}).describe('Symbolic links: path to target.'),
    directories: z.array(directory).default([]).describe('Directories that are there, empty or not.'),
  })
  .describe('What the tree holds besides BusyBox and its libraries.')
  .meta({
    examples: [
      {
        users: [{ name: 'app', uid: 1600, home: '/srv' }],
        files: [{ source: './motd', path: '/etc/motd' }],
        directories: [{ path: '/srv', mode: '0750', owner: 'app' }],
        links: { '/etc/localtime': '/usr/share/zoneinfo/UTC' },
      },
    ],
  });
