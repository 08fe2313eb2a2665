/** The last `lines` lines of a program's output that say something. */
export function tailOf(output: string | undefined, lines: number): string {
  const said = (output ?? '').split('\n').filter((line) => line.trim() !== '');
  return said.slice(-lines).join('\n');
}
