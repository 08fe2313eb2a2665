import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { type LibraryGap } from '@basewright/contracts';
import { dynamicSymbols } from '@basewright/elf';

import { type Member } from './closure';
import { LIBC_PACKAGE } from './library-set';
import { type PackagedEntry } from './programs';

/** What an image has, as far as gaps are concerned. */
export interface GapSubject {
  readonly members: readonly Member[];
  readonly programs: readonly PackagedEntry[];
  /** The author decided which services names are looked up in. */
  readonly ownNsswitch: boolean;
}

/** A file that was added to the image, and what it says of what it will ask for at run time. */
interface Evidence {
  /** In the image. */
  readonly path: string;
  readonly imported: readonly string[];
  /** Names of shared objects among its strings; patterns too: `%s/link_%s.so`. */
  readonly objects: readonly string[];
}

/** One kind of thing that no ELF header names. */
interface GapKind {
  readonly kind: LibraryGap['kind'];
  readonly lacks: string;
  /** Names whose import shows that a file may ask for it. */
  readonly imports: RegExp;
  readonly option: string;
  /** Whether the image has some of it. */
  readonly filled: (subject: GapSubject) => boolean;
}

const below =
  (directory: RegExp) =>
  ({ programs }: GapSubject): boolean =>
    programs.some(({ entry }) => directory.test(entry.path));

/** On 32 bits the names of functions of time end in 64. */
const KINDS: readonly GapKind[] = [
  {
    kind: 'nss',
    lacks: 'users, groups and hosts are looked up in files and DNS only (NSS modules)',
    imports:
      /^(getpw|getgr|getsp|gethostby|getservby|getprotoby|getnetby)[a-z]+(_r)?$|^get(addr|name)info$|^initgroups$/,
    option: '"nsswitch": "./nsswitch.conf", which names the services; their modules are added',
    filled: ({ ownNsswitch }) => ownNsswitch,
  },
  {
    kind: 'gconv',
    lacks: 'character sets other than UTF-8, UCS-2, UCS-4 and ASCII (gconv modules)',
    imports: /^(lib)?iconv_open$/,
    option: '"programs": [{ "package": "libc6", "path": "/usr/lib/{multiarch}/gconv" }]',
    filled: below(/\/gconv\//),
  },
  {
    kind: 'locales',
    lacks: 'locales other than C and POSIX',
    imports: /^(setlocale|newlocale)$/,
    option: '"programs": [{ "package": "libc-bin", "path": "/usr/lib/locale/C.utf8" }]',
    filled: below(/^\/usr\/lib\/locale\//),
  },
  {
    kind: 'ca-certificates',
    lacks: 'certificates of authorities, so that no TLS peer can be verified',
    imports:
      /^(SSL_CTX|X509_STORE)_(set_default|load)_(verify_)?(paths|locations|file|dir)$|^gnutls_(certificate_set_)?x509_(trust_list_add_)?system_trust$/,
    option: '"programs": [{ "package": "ca-certificates", "path": "/etc/ssl/certs/ca-certificates.crt" }]',
    filled: below(/^\/etc\/ssl\/certs\//),
  },
  {
    kind: 'time-zones',
    lacks: 'time zones other than UTC',
    imports: /^(__)?(localtime|mktime)(64)?(_r)?$|^tzset$/,
    option: '"programs": [{ "package": "tzdata", "path": "/usr/share/zoneinfo/Europe/Berlin" }]',
    filled: below(/^\/usr\/share\/zoneinfo\//),
  },
];

/** libc.so.6 opens this by name for these functions, and ends the program when it is not there. */
const UNWINDER = { file: 'libgcc_s.so.1', imports: /^(pthread_cancel|pthread_exit|backtrace)$/ } as const;

/**
 * What the programs and libraries that an image adds may ask for at run time and will not find: things that no ELF
 * header names, so that a closure cannot have them. Told from the functions that files import and the strings in them.
 */
export async function gapsOf(subject: GapSubject): Promise<LibraryGap[]> {
  const evidence = await Promise.all(added(subject).map(([path, source]) => evidenceOf(path, source)));
  const known = KINDS.flatMap(({ kind, lacks, imports, option, filled }): LibraryGap[] => {
    const files = evidence.filter(({ imported }) => imported.some((name) => imports.test(name)));
    if (files.length === 0 || filled(subject)) return [];
    return [{ kind, lacks, files: files.map(({ path }) => path).sort(), option }];
  });
  return [...dlopenGaps(subject, evidence), ...known];
}

/** Everything but what the C library and BusyBox bring: those work in every image. */
function added({ members, programs }: GapSubject): [path: string, source: string][] {
  return [
    ...programs.flatMap(({ entry, elf }): [string, string][] =>
      elf !== undefined && entry.type === 'file' ? [[entry.path, entry.source]] : [],
    ),
    ...members.flatMap(({ imagePath, found }): [string, string][] =>
      found.package.name === LIBC_PACKAGE ? [] : [[imagePath, found.source]],
    ),
  ];
}

async function evidenceOf(path: string, source: string): Promise<Evidence> {
  const bytes = await readFile(source);
  const { imported } = dynamicSymbols(bytes);
  const opens = imported.some((name) => /^dlm?open$/.test(name));
  return { path, imported, objects: opens ? sharedObjectNames(bytes) : [] };
}

/** The strings in a file that are the name, or a pattern for names, of shared objects. */
export function sharedObjectNames(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const found = text.match(/(?<=\0)[\x21-\x7e]{1,200}\.so(?:\.\d+)*(?=\0)/g) ?? [];
  return [...new Set(found)].sort();
}

function dlopenGaps({ members, programs }: GapSubject, evidence: readonly Evidence[]): LibraryGap[] {
  const paths = [
    ...members.flatMap(({ imagePath, links }) => [imagePath, ...Object.keys(links)]),
    ...programs.map(({ entry }) => entry.path),
  ];
  const there = new Set(paths.map((path) => posix.basename(path)));
  const opened = evidence.flatMap(({ path, objects }) =>
    objects.filter((name) => !there.has(posix.basename(name))).map((name) => [name, path] as const),
  );
  const unwound = evidence.filter(({ imported }) => imported.some((name) => UNWINDER.imports.test(name)));
  const all = [
    ...opened,
    ...(there.has(UNWINDER.file) ? [] : unwound.map(({ path }) => [UNWINDER.file, path] as const)),
  ];
  const names = [...new Set(all.map(([name]) => name))].sort();
  return names.map((name) => ({
    kind: 'dlopen',
    lacks: `${name} is opened by name, and is not in the image`,
    files: [...new Set(all.filter(([one]) => one === name).map(([, path]) => path))].sort(),
    option: name.includes('%')
      ? '"libraries" with the absolute path in Debian of the plugin that is wanted'
      : `"libraries": ["${name.startsWith('/') ? name : posix.basename(name)}"]`,
  }));
}
