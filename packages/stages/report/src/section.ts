import { type Cell, table } from './table';

/** The lines of a section: its title, and rows in columns. None without rows. */
export function section(title: string, rows: readonly (readonly Cell[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...table(rows).map((line) => `  ${line}`)];
}

/** Where something is, unless that is everywhere. */
export function limits(on: readonly string[], platforms: readonly unknown[]): string {
  if (on.length === platforms.length) return '';
  return on.length === 0 ? 'on no platform' : `only ${on.join(', ')}`;
}

/** Rows of every platform, equal ones once, with where they hold before the last column, which may be long. */
export function onPlatforms<Platform extends { readonly platform: string }>(
  platforms: readonly Platform[],
  rowsOf: (platform: Platform) => readonly (readonly string[])[],
): Cell[][] {
  const held = new Map<string, { row: readonly string[]; on: string[] }>();
  for (const one of platforms) {
    for (const row of rowsOf(one)) {
      const entry = held.get(row.join('\n')) ?? { row, on: [] };
      entry.on.push(one.platform);
      held.set(row.join('\n'), entry);
    }
  }
  return [...held.values()].map(({ row, on }) => [...row.slice(0, -1), limits(on, platforms), ...row.slice(-1)]);
}
