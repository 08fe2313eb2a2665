import { type Request } from './request';

/** Sets of symbols for the characters that applets show, by the word that stands for them. */
export const UNICODE_WORDS = ['wide'] as const;
export type UnicodeWord = (typeof UNICODE_WORDS)[number];

/**
 * The first four are what characters of two columns, and combining ones, need to be shown (libbb/unicode.c, unicode_conv_to_printable2;
 * include/unicode.h leaves them out below a limit of 0x1100, and 0 is no limit). The last is that `?`: `allnoconfig` has a
 * zero there, which would end a name at the first character that cannot be shown.
 */
const SYMBOLS: Readonly<Record<UnicodeWord, Readonly<Record<string, string>>>> = {
  wide: {
    UNICODE_SUPPORT: 'y',
    LAST_SUPPORTED_WCHAR: '0',
    UNICODE_COMBINING_WCHARS: 'y',
    UNICODE_WIDE_WCHARS: 'y',
    SUBST_WCHAR: '63',
  },
};

/** The requests of the option `unicode`; none when it is not given. */
export function unicodeRequests(word: UnicodeWord | undefined): Request[] {
  return word === undefined
    ? []
    : Object.entries(SYMBOLS[word]).map(([symbol, value]) => ({ symbol, value, from: `option unicode: "${word}"` }));
}
