/** Nx's `CustomHasher`, by the two things it is given: the task, and where to look. */
type Hasher = (task: unknown, context: unknown) => Promise<unknown>;

/**
 * A hasher for targets that sometimes do something else than fill their output directory. `asked` is given the target's
 * options, overridden by the command line's; when it says so the task has a key of its own and nothing of it is kept.
 */
declare function keyedEachTimeWhen(
  asked: (options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>) => boolean,
): Hasher;

export = keyedEachTimeWhen;
