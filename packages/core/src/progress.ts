/** Says one line of progress to whoever watches; never part of an output. */
export function progress(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A number of bytes for people: `2.7 MB`. */
export function humanBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? String(scaled) : scaled.toFixed(1)} ${units[power] ?? ''}`;
}
