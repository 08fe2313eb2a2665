/** What a package's `triggers` file says (deb-triggers(5)). */
export interface Triggers {
  /** Names, or paths below which files start its postinst again. */
  readonly interests: readonly string[];
  /** Names that its own installation starts. */
  readonly activates: readonly string[];
}

/** Reads the `triggers` file of a package. Lines that say something else are nobody's. */
export function parseTriggers(text: string): Triggers {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const named = (directive: RegExp): string[] =>
    lines.flatMap(([first = '', name]) => (directive.test(first) && name !== undefined ? [name] : []));
  return {
    interests: named(/^interest(-await|-noawait)?$/),
    activates: named(/^activate(-await|-noawait)?$/),
  };
}

/** What dpkg gives to a postinst that is started by triggers, in the order of its interests; empty where nothing starts it. */
export function startedBy(
  { interests }: Triggers,
  { names, paths }: { readonly names: ReadonlySet<string>; readonly paths: Iterable<string> },
): string[] {
  const all = [...paths];
  return interests.filter((interest) =>
    interest.startsWith('/')
      ? all.some((path) => path === interest || path.startsWith(`${interest}/`))
      : names.has(interest),
  );
}
