/** Text, or a number that is shown with commas. */
export type Cell = string | number;

const numbers = new Intl.NumberFormat('en-US');

/** Rows as lines in columns, two blanks apart, with none at the end. Columns with a number in them are set to the right. */
export function table(rows: readonly (readonly Cell[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_none, index) => column(rows.map((row) => row[index] ?? '')));
  const filled = columns.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  return rows.map((_row, index) =>
    filled
      .map((cells) => cells[index] ?? '')
      .join('  ')
      .trimEnd(),
  );
}

function column(cells: readonly Cell[]): string[] {
  const texts = cells.map((cell) => (typeof cell === 'number' ? numbers.format(cell) : cell));
  const width = Math.max(...texts.map(({ length }) => length));
  const right = cells.some((cell) => typeof cell === 'number');
  return texts.map((text) => (right ? text.padStart(width) : text.padEnd(width)));
}
