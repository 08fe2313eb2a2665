import { type DeepReadonly, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor fetch-and-verify; every path is relative to the workspace. schema.json is made of it. */
export const fetchAndVerifyOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory the stage writes, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
    tarballs: z
      .array(
        z.strictObject({
          name: z
            .string()
            .describe('What it is.')
            .meta({ examples: ['busybox', 'uclibc-ng'] }),
          version: z
            .string()
            .describe("Upstream's version.")
            .meta({ examples: ['1.38.0'] }),
          sha256: z
            .array(z.string())
            .describe('The sha256 it must have: any one of these.')
            .meta({ examples: [['34f9ea6ff8636f2c9241153b9114eefa9e65674a45318ae1ef95bb5f31c53bb2']] }),
          mirrors: z
            .array(z.string())
            .describe(
              'Where it may come from, in the order to ask: https://host/file, file:path (relative to the workspace), apt-source:source-package/file, apt-source:source-package/debian/path (in the packaging of any version), apt-binary:package/path/in/it, bundled:name (shipped in @basewright/upstream).',
            )
            .meta({
              examples: [
                [
                  'https://busybox.net/downloads/busybox-1.38.0.tar.bz2',
                  'apt-source:busybox/busybox_1.38.0.orig.tar.bz2',
                ],
                ['apt-binary:uclibc-source/usr/src/uClibc-ng-1.0.54.tar.xz'],
                ['apt-source:busybox/debian/patches/awk.c-fix-CVE-2023-42366-bug-15874.patch'],
                ['bundled:busybox/1.38.0/01-tc-headers-without-cbq.patch'],
              ],
            }),
          signature: z
            .strictObject({
              mirrors: z
                .array(z.string())
                .describe(
                  'Where it may come from, in the order to ask: https://host/file, file:path (relative to the workspace), apt-source:source-package/file, apt-source:source-package/debian/path (in the packaging of any version), apt-binary:package/path/in/it, bundled:name (shipped in @basewright/upstream).',
                )
                .meta({
                  examples: [
                    [
                      'https://busybox.net/downloads/busybox-1.38.0.tar.bz2',
                      'apt-source:busybox/busybox_1.38.0.orig.tar.bz2',
                    ],
                    ['apt-binary:uclibc-source/usr/src/uClibc-ng-1.0.54.tar.xz'],
                    ['apt-source:busybox/debian/patches/awk.c-fix-CVE-2023-42366-bug-15874.patch'],
                    ['bundled:busybox/1.38.0/01-tc-headers-without-cbq.patch'],
                  ],
                }),
              key: z
                .string()
                .describe('Name of a key in @basewright/upstream, or the workspace path of an armored public key.')
                .meta({ examples: ['denys-vlasenko', 'keys/upstream.asc'] }),
              fingerprint: z
                .string()
                .describe('Whole fingerprint of the key.')
                .meta({ examples: ['C9E9416F76E610DBD09D040F47B70C55ACC9965B'] }),
            })
            .optional()
            .describe('A detached OpenPGP signature that must confirm the tarball.'),
        }),
      )
      .describe('The source tarballs.'),
    patches: z
      .array(
        z.strictObject({
          for: z
            .string()
            .describe('Name of the tarball it is for.')
            .meta({ examples: ['busybox'] }),
          name: z
            .string()
            .describe('What it is called.')
            .meta({ examples: ['tc-headers-without-cbq'] }),
          set: z
            .enum(['build', 'security', 'image'])
            .optional()
            .describe(
              'Why it is there: the release does not compile or run without it, it fixes a vulnerability, the image wants it. Default: image.',
            ),
          fixes: z
            .array(z.string())
            .optional()
            .describe('The vulnerabilities it fixes.')
            .meta({ examples: [['CVE-2023-42366']] }),
          origin: z
            .enum(['debian', 'basewright'])
            .optional()
            .describe("Whose it is, when it fixes a vulnerability: Debian carries it, or it is Basewright's own."),
          sha256: z
            .string()
            .optional()
            .describe('The sha256 it must have. Needed unless it is a file of the workspace or bundled.')
            .meta({ examples: ['76e86255968a55ccd9a5c8e8f5ed809b7343c8680ef74b9ded33c3b048c5e588'] }),
          mirrors: z
            .array(z.string())
            .describe(
              'Where it may come from, in the order to ask: https://host/file, file:path (relative to the workspace), apt-source:source-package/file, apt-source:source-package/debian/path (in the packaging of any version), apt-binary:package/path/in/it, bundled:name (shipped in @basewright/upstream).',
            )
            .meta({
              examples: [
                [
                  'https://busybox.net/downloads/busybox-1.38.0.tar.bz2',
                  'apt-source:busybox/busybox_1.38.0.orig.tar.bz2',
                ],
                ['apt-binary:uclibc-source/usr/src/uClibc-ng-1.0.54.tar.xz'],
                ['apt-source:busybox/debian/patches/awk.c-fix-CVE-2023-42366-bug-15874.patch'],
                ['bundled:busybox/1.38.0/01-tc-headers-without-cbq.patch'],
              ],
            }),
          libcs: z
            .array(z.enum(LIBCS))
            .optional()
            .describe('Applied when building on these libcs only. Default: all.')
            .meta({ examples: [['musl']] }),
          platforms: z
            .array(z.string())
            .optional()
            .describe('Applied when building for these platforms only. Default: all.')
            .meta({ examples: [['linux/386']] }),
        }),
      )
      .describe('Patches, in the order they apply.'),
    debian: debianSettings.optional(),
  })
  .describe(
    'Fetch source tarballs and patches from the first mirror that has them, and verify each by sha256 and, where upstream signs, by PGP signature. Fetched files are kept in the store and shared by all projects.',
  );

/** {@link fetchAndVerifyOptions}, checked. */
export type FetchAndVerifyOptions = DeepReadonly<z.infer<typeof fetchAndVerifyOptions>>;
