import { accountName, workspacePath } from '@basewright/core';
import { z } from 'zod';

/** What an image's author adds to a tree, as options of a stage; a source lies in the workspace. */
export const writtenOptions = {
  users: z
    .array(
      z.strictObject({
        name: accountName.describe('Login name.').meta({ examples: ['app'] }),
        uid: z
          .int()
          .min(0)
          .max(4294967294)
          .optional()
          .describe('Number of the user; a new user has to have one. Default: that of the user who is there.'),
        gid: z
          .int()
          .min(0)
          .max(4294967294)
          .optional()
          .describe(
            "Number of the user's group; default: the uid. A group of the user's name is made when no group has the number.",
          ),
        groups: z
          .array(accountName)
          .optional()
          .describe('Names of the groups that the user is in besides his own. Default: [].')
          .meta({ examples: [['dialout', 'video']] }),
        gecos: z.string().optional().describe('The comment field, a full name; default: the login name.'),
        home: z
          .string()
          .optional()
          .describe('Home directory, made with the user as its owner. Default: /nonexistent, which like / is not made.')
          .meta({ examples: ['/srv/app'] }),
        shell: z
          .string()
          .optional()
          .describe('Login shell; default: /bin/false.')
          .meta({ examples: ['/bin/sh'] }),
      }),
    )
    .optional()
    .describe(
      "Users besides the system's own (root, daemon, bin, sys, sync, mail, www-data, operator, nobody), and what is otherwise of one who is there. Nobody gets a usable password; every home is made, owned by its user. Default: [].",
    )
    .meta({ examples: [[{ name: 'app', uid: 1000 }]] }),
  groups: z
    .array(
      z.strictObject({
        name: accountName.describe('Name of the group.').meta({ examples: ['app'] }),
        gid: z
          .int()
          .min(0)
          .max(4294967294)
          .optional()
          .describe('Number of the group; a new group has to have one. Default: that of the group that is there.'),
        members: z.array(accountName).optional().describe('Names of users in it, besides those who are.'),
      }),
    )
    .optional()
    .describe("Groups besides the system's own, and what is otherwise of one that is there. Default: [].")
    .meta({ examples: [[{ name: 'app', gid: 1000, members: ['www-data'] }]] }),
  files: z
    .array(
      z.strictObject({
        from: z
          .string()
          .optional()
          .describe('Name in `builds` of what leaves it. Default: it is a file of the workspace.')
          .meta({ examples: ['api'] }),
        source: z
          .string()
          .describe(
            'Path of a file or directory, relative to the workspace, or with `from` below what that leaves; of a directory the content is taken.',
          )
          .meta({ examples: ['images/busybox-glibc/files/motd', 'images/busybox-glibc/rootfs'] }),
        path: z
          .string()
          .describe('Absolute path in the image; with a slash at its end, the directory that a file goes into.')
          .meta({ examples: ['/etc/motd', '/opt/'] }),
        mode: z
          .string()
          .regex(/^0?[0-7]{3,4}$/)
          .optional()
          .describe(
            'Octal mode of the file, or of all files of the directory; default: 0755 for executable sources, and of a build for programs and scripts; else 0644.',
          )
          .meta({ examples: ['0600'] }),
        owner: z
          .string()
          .optional()
          .describe('user, user:group or uid:gid; default: root.')
          .meta({ examples: ['app', '1000:1000'] }),
      }),
    )
    .optional()
    .describe('Files and directories of the workspace that go into the image. Default: [].')
    .meta({ examples: [[{ source: 'images/busybox-glibc/files/motd', path: '/etc/motd' }]] }),
  builds: z
    .record(z.string(), z.array(workspacePath))
    .optional()
    .describe(
      'What other targets leave that files are taken from, by a name: directories and files, relative to the workspace. Default: {}.',
    )
    .meta({ examples: [{ api: ['dist/api'] }] }),
  certificates: z
    .array(workspacePath)
    .optional()
    .describe(
      'Files of certificates that the image trusts besides those that it does, PEM or DER, relative to the workspace. Default: [].',
    )
    .meta({ examples: [['images/app/company-ca.pem']] }),
  links: z
    .record(z.string(), z.string())
    .optional()
    .describe('Symbolic links: path in the image to target. Default: {}.')
    .meta({ examples: [{ '/usr/bin/python': 'python3' }] }),
  directories: z
    .array(
      z.strictObject({
        path: z
          .string()
          .describe('Absolute path in the image.')
          .meta({ examples: ['/srv/data'] }),
        mode: z
          .string()
          .regex(/^0?[0-7]{3,4}$/)
          .optional()
          .describe('Octal mode; default: 0755.')
          .meta({ examples: ['0700', '1777'] }),
        owner: z
          .string()
          .optional()
          .describe('user, user:group or uid:gid; default: root.')
          .meta({ examples: ['app', '1000:1000'] }),
      }),
    )
    .optional()
    .describe(
      "Directories of the image. One that is a user's home belongs to that user unless an owner is given. Default: [].",
    )
    .meta({ examples: [[{ path: '/srv/data', mode: '0750', owner: 'app' }]] }),
};
