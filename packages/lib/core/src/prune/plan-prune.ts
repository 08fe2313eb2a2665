/** Something of the store that can go by itself. */
export interface StoredItem {
  /** Absolute path. */
  readonly path: string;
  /** Bytes on the disk. A file with names in several items counts in part for each. */
  readonly bytes: number;
  /** When it was used last, in milliseconds since 1970. */
  readonly used: number;
}

/** What may stay. */
export interface PruneLimits {
  /** Milliseconds since 1970: what was used before goes. */
  readonly unusedSince: number;
  /** Bytes that may be left: what was used longest ago goes first. */
  readonly maxBytes: number;
  /** Milliseconds since 1970: what was used since then stays, for a build that runs may hold it. */
  readonly heldSince: number;
}

/** What is to go, longest unused first. */
export function planPrune(items: readonly StoredItem[], limits: PruneLimits): StoredItem[] {
  let left = items.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...items]
    .sort((one, other) => one.used - other.used)
    .filter(({ used, bytes }) => {
      const goes = used < limits.heldSince && (used < limits.unusedSince || left > limits.maxBytes);
      if (goes) left -= bytes;
      return goes;
    });
}
