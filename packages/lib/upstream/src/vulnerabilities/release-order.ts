/** Whether a release (`1.36.1`) came before another. */
export function isBefore(release: string, other: string): boolean {
  const [a, b] = [numbers(release), numbers(other)];
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_none, index) => index).find(
    (index) => (a[index] ?? 0) !== (b[index] ?? 0),
  );
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
}

/** Whether it is written as upstream numbers its releases; a snapshot is not. */
export function isRelease(text: string): boolean {
  return /^\d+(\.\d+)+$/.test(text);
}

function numbers(release: string): number[] {
  return release.split('.').map(Number);
}
