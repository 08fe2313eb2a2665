import { type LibcLimit, libcOf } from '@basewright/libcs';

import { type JournalEntry } from './journal';

/** Words of the compiler and what they mean, as the end of "cannot be built on musl: …". The first that match count. */
const REASONS: readonly { readonly words: RegExp; readonly reason: string }[] = [
  { words: /^#error (.*?)\.?$/, reason: 'BusyBox says "$1"' },
  { words: /^unknown type name '(\w+)'/, reason: 'its headers do not have $1' },
  {
    words: /^cannot specify -static with -fsanitize=/,
    reason: 'its programs are static, and sanitizers need dynamic ones',
  },
  {
    words: /^(?:cannot find -l(?:busybox|gcc_s)\b|undefined reference to 'main'|mode elf)/,
    reason: 'a BusyBox in a shared library is not built here',
  },
  {
    words: /^no include path in which to search for/,
    reason: 'the compiler has its headers in one place, and looks nowhere else',
  },
  { words: /^(\S+\.h): No such file or directory$/, reason: 'there is no $1' },
  { words: /^cannot find -l(\w+)/, reason: 'there is no library lib$1' },
  { words: /^'(\w+)' undeclared/, reason: 'its headers do not have $1' },
  { words: /^implicit declaration of function '(\w+)'/, reason: 'it has no function $1' },
  { words: /^undefined reference to '(\w+)'/, reason: 'it has no function $1' },
];

/** Debian's development packages, for glibc, by the header or library that they have. */
const PACKAGES: Readonly<Record<string, string>> = {
  'rpc/rpc.h': 'libtirpc-dev',
  'security/pam_appl.h': 'libpam0g-dev',
  'selinux/selinux.h': 'libselinux1-dev',
};

/** The table of a journal. Throws an Error with every line whose words are not known. */
export function limitsOfJournal(entries: readonly JournalEntry[]): LibcLimit[] {
  const unknown: string[] = [];
  const limits = entries.flatMap(({ libc, symbol, value, error, compiledFor }): LibcLimit[] => {
    const known = REASONS.find(({ words }) => words.test(error));
    if (known === undefined) {
      unknown.push(`${libc}: CONFIG_${symbol}=${value}: ${error}`);
      return [];
    }
    const [missing = ''] = known.words.exec(error)?.slice(1) ?? [];
    return [
      {
        symbol,
        value: value === 'y' || value === 'n' ? value : 'set',
        libc,
        reason: known.reason.replace('$1', missing),
        compiledFor,
        package: libcOf(libc).linkage === 'dynamic' ? (PACKAGES[missing] ?? null) : null,
      },
    ];
  });
  if (unknown.length > 0) {
    throw new Error(`no reason in REASONS has these words of the compiler:\n${unknown.join('\n')}`);
  }
  return limits;
}

/** The file of @basewright/libcs that holds the table: `npm run limits` writes it, and a test compares it with the journal. */
export function limitTableText(entries: readonly JournalEntry[]): string {
  const rows = limitsOfJournal(entries).map((limit) => `  ${JSON.stringify(limit)},\n`);
  return [
    `import { type LibcLimit } from './libc-limit';\n\n`,
    '/** What cannot be built on which libc: made by `npm run limits`, which says how, and not by hand. */\n',
    `export const LIMIT_TABLE: readonly LibcLimit[] = [\n${rows.join('')}];\n`,
  ].join('');
}
