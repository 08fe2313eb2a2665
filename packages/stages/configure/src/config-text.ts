/** One line of a .config or fragment that sets a symbol. */
interface Setting {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  /** `y`, `n`, a number as written, or the text of a string without its quotes. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a .config or fragment says, and the lines that say nothing Kconfig understands. */
export interface ConfigText {
  readonly settings: readonly Setting[];
  readonly mistakes: readonly { readonly line: number; readonly text: string }[];
}

/** conf compares no more than this, so that what follows may say why (conf_read_simple in scripts/kconfig/confdata.c). */
const UNSET = /^#\s*CONFIG_(\w+) is not set/;
const SET = /^CONFIG_(\w+)=(.*)$/;

/** Reads Kconfig's own notation: `CONFIG_A=y`, `# CONFIG_A is not set`, `CONFIG_N=0`, `CONFIG_S="text"`, comments. */
export function parseConfig(text: string): ConfigText {
  const settings: Setting[] = [];
  const mistakes: { line: number; text: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const [, unset] = UNSET.exec(line) ?? [];
    const [, symbol, written] = SET.exec(line) ?? [];
    const value = written === undefined ? undefined : unquoted(written.trim());
    if (unset !== undefined) settings.push({ symbol: unset, value: 'n', line: index + 1 });
    else if (symbol !== undefined && value !== undefined) settings.push({ symbol, value, line: index + 1 });
    else if (line !== '' && !line.startsWith('#')) mistakes.push({ line: index + 1, text: line });
  }
  return { settings, mistakes };
}

/** The value that is meant, or undefined for quotes that do not close or text after them. */
function unquoted(written: string): string | undefined {
  if (!written.startsWith('"')) return /["\s]/.test(written) || written === '' ? undefined : written;
  return /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1]?.replace(/\\(.)/g, '$1');
}
