import { flagsAmong, leadingFlags, type TakenFlags } from './flags';

/** The words of `nx run IMAGE:run`. */
export interface NxWords {
  /** Those before `--`, some of which are Nx's; null where there was no `--`. */
  readonly before: readonly string[] | null;
  /** The others, as they were written. */
  readonly after: readonly string[];
}

/** Takes our flags from Nx's words: after `--` stands the command; without `--` it begins with the first word that is no flag. */
export function wordsOfNx({ before, after }: NxWords): TakenFlags {
  return before === null ? leadingFlags(after) : { ...flagsAmong(before), rest: after };
}

/** What `basewright run` was told. */
export interface RunWords {
  /** The project; undefined where none is named. */
  readonly image: string | undefined;
  readonly taken: TakenFlags;
}

/**
 * Takes apart `[OPTIONS] IMAGE [OPTIONS] [--] [COMMAND…]`, the words after `basewright run`: options stand before the image,
 * as docker run has them, or after it.
 */
export function wordsOfRun(words: readonly string[]): RunWords {
  const first = leadingFlags(words);
  const [image, ...others] = first.rest;
  const second = leadingFlags(others);
  const names = [
    ...new Set([...Object.keys(first.flags), ...Object.keys(second.flags)]),
  ] as (keyof typeof first.flags)[];
  const flags = names.map((name) => [name, [...(first.flags[name] ?? []), ...(second.flags[name] ?? [])]]);
  return {
    image,
    taken: {
      flags: Object.fromEntries(flags) as TakenFlags['flags'],
      rest: second.rest,
      problems: [...first.problems, ...second.problems],
    },
  };
}
