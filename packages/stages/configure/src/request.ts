/** One symbol that somebody wants to have a value. */
export interface Request {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  /** `y`, `n`, a number, or the text of a string. */
  readonly value: string;
  /** Who wants it, for error messages: `busybox.config:12`, `option set`. */
  readonly from: string;
}

/** A symbol's name as options and fragments write it, without its `CONFIG_`. */
function symbolName(written: string): string {
  return written.trim().replace(/^CONFIG_/, '');
}

/** The requests of the options `set` and `unset`. `true` and `false` stand for `y` and `n`. */
export function optionRequests(
  set: Readonly<Record<string, string | number | boolean>>,
  unset: readonly string[],
): Request[] {
  const wanted = Object.entries(set).map(([name, value]) => ({
    symbol: symbolName(name),
    value: value === true ? 'y' : value === false ? 'n' : String(value),
    from: 'option set',
  }));
  return [...wanted, ...unset.map((name) => ({ symbol: symbolName(name), value: 'n', from: 'option unset' }))];
}
