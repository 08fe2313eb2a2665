/** Another default for a key of a schema. */
export interface Override {
  readonly schema: string;
  /** The desktop that it is for; null for all. */
  readonly desktop: string | null;
  readonly key: string;
  /** As GVariant's text. */
  readonly value: string;
}

/** Reads a file of overrides: groups `[schema]` or `[schema:desktop]` with lines `key=value`. */
export function parseOverrides(source: string): Override[] {
  const overrides: Override[] = [];
  let group = '';
  for (const line of source.split('\n')) {
    const [, head] = /^\s*\[([^\]]*)\]\s*$/.exec(line) ?? [];
    const [, key, value] = /^\s*([^#=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (head !== undefined) group = head;
    else if (key !== undefined && value !== undefined) {
      const [schema = '', desktop] = group.split(/:(.*)/s);
      overrides.push({ schema, desktop: desktop ?? null, key, value });
    }
  }
  return overrides;
}
