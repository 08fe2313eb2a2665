/**
 * The name a patch gets in the stage's directory: its place in the order, then its own name
 * (`no-cbq` or `no-cbq.patch`, first of two: `01-no-cbq.patch`). Sorted by name they are in order.
 */
export function patchFileName(name: string, index: number, count: number): string {
  const digits = Math.max(2, String(count).length);
  return `${String(index + 1).padStart(digits, '0')}-${name.replace(/\.(patch|diff)$/, '')}.patch`;
}
