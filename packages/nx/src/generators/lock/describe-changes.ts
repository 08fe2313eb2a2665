import { type Lock } from '@basewright/debian';

/** One line per package that differs between two locks: `~ gcc:amd64 4:14.2.0-1 -> 4:14.2.0-2`, sorted. */
export function describeChanges(before: Lock, after: Lock): string[] {
  const ids = [...new Set([...Object.keys(before.packages), ...Object.keys(after.packages)])].sort();
  return ids.flatMap((id) => {
    const [old, now] = [before.packages[id], after.packages[id]];
    if (old === undefined) return [`+ ${id} ${now?.version ?? ''}`];
    if (now === undefined) return [`- ${id} ${old.version}`];
    return old.sha256 === now.sha256 ? [] : [`~ ${id} ${old.version} -> ${now.version}`];
  });
}
