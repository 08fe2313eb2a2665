import { type ImageReport } from './image-report';
import { type Cell, table } from './table';

/** The lines of a section: its title, and rows in columns. None without rows. */
export function section(title: string, rows: readonly (readonly Cell[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...table(rows).map((line) => `  ${line}`)];
}

/** Where something is, unless that is everywhere. */
export function limits(on: readonly string[], platforms: ImageReport['platforms']): string {
  if (on.length === platforms.length) return '';
  return on.length === 0 ? 'on no platform' : `only ${on.join(', ')}`;
}
