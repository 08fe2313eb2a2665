/** Whether an entry of `libraries` is the path of a list of libraries: `./lib-requires.txt`. Absolute paths are files in Debian. */
export function isLibraryList(entry: string): boolean {
  return !entry.startsWith('/') && (entry.includes('/') || entry.endsWith('.txt'));
}
