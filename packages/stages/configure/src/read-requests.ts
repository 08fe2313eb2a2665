import { readWorkspaceFile } from '@basewright/core';
import { libcOf } from '@basewright/libcs';

import { type ConfigText, parseConfig } from './config-text';
import { packageRequests } from './libc-limits';
import { type ConfigureOptions } from './options';
import { optionRequests, type Request } from './request';
import { unicodeRequests } from './unicode-requests';

/** Everything that was asked for, in the order it applies, and the lines that could not be understood. */
export interface AllRequests {
  readonly requests: readonly Request[];
  readonly problems: readonly string[];
}

/**
 * Collects the requests of libc, packages of the build root, characters to show, fragments and options, later over earlier. Throws NOT_FOUND
 * for a missing fragment. A BusyBox that is setuid has its base's: what libc and packages need is in that.
 */
export async function readRequests(
  workspace: string,
  options: Pick<ConfigureOptions, 'libc' | 'unicode' | 'fragments' | 'set' | 'unset' | 'setuid'>,
  packages: ReadonlySet<string>,
): Promise<AllRequests> {
  const fragments = await Promise.all((options.fragments ?? []).map((path) => readFragment(workspace, path)));
  const needed = Object.entries(libcOf(options.libc).requests).map(([symbol, value]) => ({
    symbol,
    value,
    from: `needed on ${options.libc}`,
  }));
  return {
    requests: [
      ...(options.setuid === undefined ? [...needed, ...packageRequests(packages)] : []),
      ...unicodeRequests(options.unicode),
      ...fragments.flatMap(({ requests }) => requests),
      ...optionRequests(options.set ?? {}, options.unset ?? []),
    ],
    problems: fragments.flatMap(({ problems }) => problems),
  };
}

async function readFragment(workspace: string, path: string): Promise<AllRequests> {
  const text = await readConfigFile(workspace, path);
  return {
    requests: text.settings.map(({ symbol, value, line }) => ({ symbol, value, from: `${path}:${String(line)}` })),
    problems: whatIsNotKconfig(path, text),
  };
}

/** So many lines show what kind of file it is. */
const MOST_LINES = 20;

/** One line per line of a file that says nothing Kconfig understands; of many the first. */
export function whatIsNotKconfig(path: string, { mistakes }: ConfigText): string[] {
  const lines = mistakes.map(
    ({ line, text }) => `${path}:${String(line)}: not a line of Kconfig: ${text.slice(0, 100)}`,
  );
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `${path}: ${more} more lines that are not Kconfig`] : lines;
}

/** Reads a .config or fragment of the workspace. Throws as readWorkspaceFile does. */
export async function readConfigFile(workspace: string, path: string): Promise<ConfigText> {
  const hint = 'the options base and fragments name files of the workspace';
  return parseConfig(await readWorkspaceFile(workspace, path, hint));
}
