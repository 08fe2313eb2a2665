import { type TargetInput } from './stage-inputs';

/**
 * Nx inputs under which a stage re-runs when what it reads in the workspace changes. `sources` are files and directories,
 * relative to the workspace; the last part of one may hold `*`.
 *
 * Nx's own inputs say which projects a change affects; but they are only of files that git does not ignore, by content.
 * So the state of each source is asked for besides: what find and sha256sum say of types, links, execute permissions,
 * empty directories and bytes, ignored or not. The command runs at every hash, with Nx's daemon, too.
 */
export function sourceInputs(sources: readonly string[]): TargetInput[] {
  if (sources.length === 0) return [];
  const own = sources.flatMap((path) => [`{workspaceRoot}/${path}`, `{workspaceRoot}/${path}/**/*`]);
  const state = sources.map((path) => `state ${pathWord(path)}`).join('; ');
  return [...own, { runtime: `${STATE}; { ${state}; } 2>&1 | sha256sum` }];
}

/** Of a file only whether its owner may execute it counts: all else of modes is the umask's. */
const KINDS = [
  String.raw`-type f -perm -100 -printf 'x %P\0'`,
  String.raw`-type l -printf 'l %P %l\0'`,
  String.raw`-printf '%y %P\0'`,
];

/**
 * A shell function that prints the state of paths. `-H` follows a source that is a link itself, as the stages do; a name
 * may hold anything, so that all is separated by zero bytes.
 */
const STATE = [
  'export LC_ALL=C; state() { for p; do printf "%s\\0" "$p"',
  `find -H "./$p" \\( ${KINDS.join(' -o ')} \\) | sort -z`,
  'find -H "./$p" -type f -print0 | sort -z | xargs -0r sha256sum -z',
  'done; }',
].join('; ');

/** A path as one word of a shell, but for `*`, which stays what it is. */
function pathWord(path: string): string {
  return path
    .split('*')
    .map((part) => (part === '' ? '' : shellWord(part)))
    .join('*');
}

/** A text as one word of a shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
