import { BasewrightError, didYouMean, type Platform, type PlatformId } from '@basewright/core';
import { UCLIBC_PORTS } from '@basewright/libcs';

/** What uClibc-ng's Kconfig is asked for. */
export interface UclibcSettings {
  /** Boolean symbols that must be `y`. */
  readonly set: readonly string[];
  /** Boolean symbols that must be off or not exist. */
  readonly unset: readonly string[];
  readonly strings: Readonly<Record<string, string>>;
}

/** Where the sysroot grows while the libc is built, and where the kernel's headers lie in it. */
export const SYSROOT_IN_BUILD = '/build/sysroot';

const SET = [
  ...['DO_C99_MATH', 'DO_XSI_MATH'],
  ...['UCLIBC_HAS_CRYPT_IMPL', 'UCLIBC_HAS_SHA256_CRYPT_IMPL', 'UCLIBC_HAS_SHA512_CRYPT_IMPL'],
  ...['UCLIBC_HAS_FTW', 'UCLIBC_HAS_NFTW', 'UCLIBC_HAS_GNU_GLOB', 'UCLIBC_HAS_WCHAR'],
  ...['UCLIBC_HAS_IPV6', 'UCLIBC_HAS_RESOLVER_SUPPORT', 'UCLIBC_USE_NETLINK', 'UCLIBC_SUPPORT_AI_ADDRCONFIG'],
  ...['UCLIBC_HAS_THREADS_NATIVE', 'UCLIBC_HAS_UTMP', 'UCLIBC_HAS_UTMPX', 'UCLIBC_LINUX_SPECIFIC'],
  // BusyBox uses %m where the libc has it, and carries a longer way round where it has not.
  'UCLIBC_HAS_PRINTF_M_SPEC',
  // mktemp, utime and others that SUSv4 dropped and BusyBox calls.
  ...['UCLIBC_SUSV2_LEGACY', 'UCLIBC_SUSV3_LEGACY', 'UCLIBC_SUSV3_LEGACY_MACROS', 'UCLIBC_SUSV4_LEGACY'],
] as const;

// The shared libc does not link on arm and arm64, and a static image has no use for it or for position-independent code.
const UNSET = ['HAVE_SHARED', 'DOPIC', 'STATIC_PIE', 'DODEBUG', 'DOASSERTS', 'UCLIBC_HAS_LOCALE'] as const;

// Sections let BusyBox's --gc-sections drop what it does not call; Debian's gcc makes position-independent code unless
// told not to; unwind tables are 5 % of a static BusyBox, which never unwinds (files that must have them ask themselves).
const COMPILER_OPTIONS = ['-ffunction-sections', '-fdata-sections', '-fno-pie', '-fno-asynchronous-unwind-tables'];

/** The settings for a platform. Throws BAD_INPUT where uClibc-ng has no port, naming the platforms it has. */
export function uclibcSettings(platform: Platform): UclibcSettings {
  const port = UCLIBC_PORTS[platform.id as PlatformId];
  if (port === undefined) throw noPort(platform);
  return {
    set: [`TARGET_${port.target}`, ...port.set, ...SET],
    unset: UNSET,
    strings: {
      DEVEL_PREFIX: '/usr/',
      RUNTIME_PREFIX: '/',
      KERNEL_HEADERS: `${SYSROOT_IN_BUILD}/usr/include`,
      UCLIBC_EXTRA_CFLAGS: [...platform.compilerOptions, ...COMPILER_OPTIONS].join(' '),
    },
  };
}

/** A .config that holds the requests only; `make olddefconfig` adds the defaults. */
export function configText({ set, unset, strings }: UclibcSettings): string {
  return [
    ...set.map((symbol) => `${symbol}=y\n`),
    ...unset.map((symbol) => `# ${symbol} is not set\n`),
    ...Object.entries(strings).map(([symbol, value]) => `${symbol}="${value}"\n`),
  ].join('');
}

/**
 * The requests that a complete .config does not hold, each as a sentence. Kconfig drops without a word what a
 * dependency forbids and what it does not know.
 */
export function unheldSettings(config: string, { set, unset, strings }: UclibcSettings): string[] {
  const values = new Map(
    [...config.matchAll(/^(\w+)=(.*)$/gm)].map(([, symbol = '', value = '']) => [symbol, value] as const),
  );
  const mentioned = [...config.matchAll(/^(?:# )?(\w+)(?:=| is not set)/gm)].flatMap(([, symbol]) => symbol ?? []);
  const why = (symbol: string): string => (mentioned.includes(symbol) ? '' : didYouMean(symbol, mentioned));
  return [
    ...set
      .filter((symbol) => values.get(symbol) !== 'y')
      .map((symbol) => `${symbol} was asked for and is not set${why(symbol)}`),
    ...unset.filter((symbol) => values.get(symbol) === 'y').map((symbol) => `${symbol} was to be unset and is set`),
    ...Object.entries(strings)
      .filter(([symbol, value]) => values.get(symbol) !== `"${value}"`)
      .map(([symbol, value]) => `${symbol} was to be "${value}" and is ${values.get(symbol) ?? 'not set'}`),
  ];
}

function noPort(platform: Platform): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot build uClibc-ng for ${platform.id}: it has no port to it`, {
    hint: `platforms it has: ${Object.keys(UCLIBC_PORTS).join(', ')}`,
  });
}
