import { type Lock } from '@basewright/debian';

/** One line per package that differs between two locks: `~ gcc:amd64 4:14.2.0-1 -> 4:14.2.0-2`, sorted. */
export function describeChanges(before: Lock, after: Lock): string[] {
  const [old, now] = [versionsIn(before), versionsIn(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.flatMap((id) => {
    const [left, right] = [old.get(id) ?? [], now.get(id) ?? []];
    if (left.length === 0) return [`+ ${id} ${right.join(', ')}`];
    if (right.length === 0) return [`- ${id} ${left.join(', ')}`];
    return left.join() === right.join() ? [] : [`~ ${id} ${left.join(', ')} -> ${right.join(', ')}`];
  });
}

/** By `name:architecture`. */
function versionsIn({ packages }: Lock): Map<string, string[]> {
  const versions = new Map<string, string[]>();
  for (const key of Object.keys(packages).sort()) {
    const [, id = '', version = ''] = /^([^=]+)=(.+)$/.exec(key) ?? [];
    versions.set(id, [...(versions.get(id) ?? []), version]);
  }
  return versions;
}
