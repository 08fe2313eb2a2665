import { type LayerAssembleOutput } from '@basewright/contracts';
import { type PackageEffects } from '@basewright/effects';
import { type BaseTree, type TreeEntry } from '@basewright/tree';

/** A line of a maintainer script that is not understood, as the report has it. */
type Line = LayerAssembleOutput['scripts'][number];

/** What is not understood of maintainer scripts, each line once. */
export function notUnderstood(effects: Pick<PackageEffects, 'lines'> | null): Line[] {
  const lines = (effects?.lines ?? []).filter(({ outcome }) => outcome === 'unknown');
  const told = lines.map(({ package: name, script, text }) => ({ package: name, line: `${script}: ${text}` }));
  return [...new Map(told.map((one) => [`${one.package} ${one.line}`, one])).values()];
}

/** Longer lines are cut off in a message: the report has the whole of them. */
const SHOWN = 90;

/**
 * What to tell of lines that are not understood: a warning for each that names something the image has, since what reads that may
 * find it otherwise than on Debian; the packages of the other lines together.
 */
export function scriptMessages(
  lines: readonly Line[],
  { plan, base }: { readonly plan: readonly TreeEntry[]; readonly base: BaseTree },
): { readonly warnings: string[]; readonly others: string[] } {
  const paths = new Set([...base.keys(), ...plan.map(({ path }) => path)]);
  const isSerious = ({ line }: Line): boolean => namedPaths(line).some((path) => paths.has(path));
  const shown = ({ line }: Line): string => (line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line);
  return {
    warnings: lines
      .filter(isSerious)
      .map((one) => `package ${one.package}: what its script would change here is not made: ${shown(one)}`),
    others: [...new Set(lines.filter((line) => !isSerious(line)).map((one) => one.package))],
  };
}

/** The absolute paths that a command is given: not its own, nor where it writes its messages. */
function namedPaths(line: string): string[] {
  const [, ...words] = line.replace(/^[^:]*: /, '').split(/\s+/);
  return words.flatMap((word) => /^["']?(\/(?:etc|usr|var|opt|srv|lib|run)\/[^"'$*]*?)["'/;]*$/.exec(word)?.[1] ?? []);
}
