import { fileName, packageName, sha256Hex, version } from '@basewright/core';
import { HARDENING_MEASURES } from '@basewright/libcs';
import { z } from 'zod';

const symbolValue = z.union(
  [z.string().regex(/^\P{Cc}*$/u), z.int(), z.boolean()],
  'expected a text of one line, a whole number, true or false',
);

/** Whether a configuration starts from one of BusyBox's own, and from no file. */
export function isKnownBase(base: string): boolean {
  return base === 'defconfig' || base === 'allnoconfig';
}

/** What an author may say of the BusyBox in an image. */
export const busybox = z
  .strictObject({
    version: version.describe('BusyBox release.').meta({ examples: ['1.38.0'] }),
    sha256: sha256Hex.optional().describe('Digest of the tarball; needed only for a release Basewright does not know.'),
    mirrors: z
      .array(z.string())
      .optional()
      .describe('Where the tarball is; needed only for a release Basewright does not know.'),
    base: z
      .string()
      .default('defconfig')
      .describe('What the configuration starts from: "defconfig", "allnoconfig", or a file with a full .config.'),
    config: z.array(z.string()).default([]).describe("Kconfig fragments, in Kconfig's own notation; later ones win."),
    set: z
      .record(z.string(), symbolValue)
      .default({})
      .describe('Symbols to set, after the fragments.')
      .meta({ examples: [{ LAST_SUPPORTED_WCHAR: 0 }] }),
    unset: z
      .array(z.string())
      .default([])
      .describe('Symbols to switch off, after the fragments.')
      .meta({ examples: [['FEATURE_SYNC_FANCY']] }),
    unicode: z
      .enum(['wide'])
      .optional()
      .describe(
        'Which characters ls, the shell\'s line and others show: "wide" adds those of two columns, as Chinese, Japanese and Korean have them, and combining ones; all these are ? otherwise. Costs 0.5 to 1.2 kB of the compressed layer. Below config, set and unset.',
      ),
    setuid: z
      .array(fileName)
      .min(1)
      .optional()
      .describe(
        "Applets that use root's rights whoever starts them, of crontab, findfs, login, mount, passwd, ping, ping6, su, traceroute, traceroute6, vlock and wall. They get a program of their own, /bin/busybox.suid: no shell is ever setuid.",
      )
      .meta({ examples: [['su', 'ping']] }),
    packages: z
      .array(packageName)
      .default([])
      .describe(
        'Debian packages with headers and libraries that it is compiled with, besides those of the libc; the libraries that it then needs come into the image. glibc only.',
      )
      .meta({ examples: [['libtirpc-dev']] }),
    patches: z
      .array(z.string())
      .default([])
      .describe('Patches on top of those Basewright carries, as files or globs; applied with patch -p1 in this order.'),
    hardening: z
      .union([z.enum(['none', 'default', 'full']), z.array(z.enum(HARDENING_MEASURES))])
      .default('default')
      .describe(
        'What the compiler adds against exploits, besides PIE and full RELRO: nothing, what costs less than 2 % in bytes and time, all that the platform and the libc have, or a list.',
      )
      .meta({ examples: ['full', ['stack-protector', 'stack-clash']] }),
    securityPatches: z
      .enum(['all', 'debian', 'none'])
      .default('all')
      .describe(
        "Which fixes for vulnerabilities are applied: Debian's for the release and Basewright's own, Debian's only, or none.",
      ),
    withoutFixes: z
      .array(z.string())
      .default([])
      .describe('Vulnerabilities to leave open, knowingly, whatever securityPatches says.')
      .meta({ examples: [['CVE-2025-60876']] }),
    accepted: z
      .record(
        z.string().regex(/^CVE-\d{4}-\d{4,}$/, 'expected the number of a vulnerability, as in CVE-2018-1000500'),
        z.string().regex(/\S/, 'expected why it is right so'),
      )
      .default({})
      .describe(
        'Vulnerabilities that may stay open, or unknown, each with the reason: report shows them with it, and publish --fail-on-open lets them pass.',
      )
      .meta({ examples: [{ 'CVE-2018-1000500': 'wget is only used on the loopback' }] }),
  })
  .describe('Which BusyBox, configured how.')
  .meta({
    examples: [
      { version: '1.38.0', base: 'allnoconfig', config: ['./shell.config'], set: { ASH: true }, unset: ['ASH_MAIL'] },
    ],
  });
