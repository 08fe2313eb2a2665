/**
 * Which Kconfig symbols a piece of code is compiled with: alternatives, of each of which all symbols have to be on.
 * `[['TFTP', 'FEATURE_TFTP_BLOCKSIZE'], ['UDHCPC']]` is written `TFTP&FEATURE_TFTP_BLOCKSIZE|UDHCPC`.
 */
export type SymbolExpression = readonly (readonly string[])[];

/** `A&B|C`, names without `CONFIG_`; `&` binds before `|`. */
export const SYMBOL_EXPRESSION = /^[A-Z0-9_]+([&|][A-Z0-9_]+)*$/;

/** Reads an expression that {@link SYMBOL_EXPRESSION} matches. */
export function parseSymbols(text: string): SymbolExpression {
  return text.split('|').map((alternative) => alternative.split('&'));
}

/** The symbols that the text of a `.config` has on, without `CONFIG_`. One that a release does not have is off. */
export function symbolsOn(config: string): ReadonlySet<string> {
  return new Set([...config.matchAll(/^CONFIG_(\w+)=y$/gm)].map(([, name = '']) => name));
}

/** Whether the text of a `.config` has a symbol, on or off: whether the sources it is for know it. */
export function hasSymbol({ config }: { readonly config: string }, symbol: string): boolean {
  return new RegExp(`^(CONFIG_${symbol}=|# CONFIG_${symbol} is not set$)`, 'm').test(config);
}

/** The alternatives of an expression that hold: none where the code is not compiled in. */
export function alternativesOn(expression: SymbolExpression, on: ReadonlySet<string>): SymbolExpression {
  return expression.filter((symbols) => symbols.every((symbol) => on.has(symbol)));
}

/**
 * What to switch off so that no alternative holds: of each that does the last symbol, which the table has the one in that
 * costs least.
 */
export function symbolsToSwitchOff(expression: SymbolExpression, on: ReadonlySet<string>): string[] {
  return [...new Set(alternativesOn(expression, on).flatMap((symbols) => symbols.at(-1) ?? []))];
}

/** The symbols by which the code of an expression is not there: of each alternative the first that is off. */
export function symbolsOff(expression: SymbolExpression, on: ReadonlySet<string>): string[] {
  return [...new Set(expression.flatMap((symbols) => symbols.find((symbol) => !on.has(symbol)) ?? []))];
}
