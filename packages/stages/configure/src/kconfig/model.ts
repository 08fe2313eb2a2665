import { type Expression } from './expression';

/** The types of Kconfig symbols that BusyBox uses. */
export const SYMBOL_TYPES = ['bool', 'tristate', 'int', 'hex', 'string'] as const;
export type SymbolType = (typeof SYMBOL_TYPES)[number];

/** `select NAME if CONDITION`. */
export interface Select {
  readonly symbol: string;
  readonly condition: Expression;
}

/** One `config` entry; several entries of one name are merged. */
export interface KconfigSymbol {
  readonly name: string;
  readonly type: SymbolType;
  /** It has a prompt: a .config may set it. */
  readonly settable: boolean;
  /** When it can be set: its `depends on` and those of every `menu`, `if` and `choice` around it. */
  readonly requires: Expression;
  readonly selects: readonly Select[];
  /** Bounds of an int as Kconfig writes them: numbers, or names of other symbols. */
  readonly range: readonly [string, string] | null;
  /** Number of the `choice` it is a member of, or null. */
  readonly choice: number | null;
}

/** Everything that Kconfig files define, by symbol name. */
export type Kconfig = ReadonlyMap<string, KconfigSymbol>;

/** The values of a .config, by symbol name without `CONFIG_`: `y`, `n`, a number, or the text of a string. */
export type Values = ReadonlyMap<string, string>;
