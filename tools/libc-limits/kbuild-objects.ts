/** One object file of BusyBox, and what has it compiled. */
export interface ObjectRule {
  /** `shell/ash.o`. */
  readonly object: string;
  /** It is compiled where one of these is y; null: always. */
  readonly symbols: readonly string[] | null;
}

const LINE = /^(?:lib|obj)-(?:y|\$\(CONFIG_(\w+)\))\s*[:+]?=\s*(.*)$/;

/** Reads Kbuild files, by directory: `lib-y += a.o`, `lib-$(CONFIG_A) += a.o b.o`. Sorted by object. */
export function objectRules(texts: ReadonlyMap<string, string>): ObjectRule[] {
  const rules = new Map<string, Set<string> | null>();
  for (const [directory, text] of texts) {
    for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
      const [, symbol, objects = ''] = LINE.exec(line) ?? [];
      for (const name of objects.split(/\s+/).filter((word) => word.endsWith('.o'))) {
        const object = `${directory}/${name}`;
        const known = rules.get(object);
        if (symbol === undefined || known === null) rules.set(object, null);
        else rules.set(object, new Set([...(known ?? []), symbol]));
      }
    }
  }
  return [...rules]
    .map(([object, symbols]) => ({ object, symbols: symbols === null ? null : [...symbols].sort() }))
    .sort((a, b) => (a.object < b.object ? -1 : 1));
}

/** Whether an object is compiled with a configuration. */
export function isCompiled({ symbols }: ObjectRule, values: ReadonlyMap<string, string>): boolean {
  return symbols === null || symbols.some((symbol) => values.get(symbol) === 'y');
}
