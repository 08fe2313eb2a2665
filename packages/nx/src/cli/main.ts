import { describeFailure, ownValue } from '@basewright/core';

import { publishCommand } from './publish-command';
import { runCommand } from './run-command';

/** A command of the program. */
interface Command {
  /** Gives the exit status. */
  readonly act: (words: readonly string[]) => Promise<number>;
  /** The exit status of what fails before it has one of its own. */
  readonly failed: number;
  readonly usage: string;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  run: {
    act: runCommand,
    // docker's own.
    failed: 125,
    usage: 'run [OPTIONS] IMAGE [--] [COMMAND...]    a command in an image, as docker run does',
  },
  publish: {
    act: publishCommand,
    failed: 1,
    usage: 'publish DIRECTORY [REGISTRY] [--fail-on-open]    tell what image a layout is, and push it',
  },
};

const HELP: readonly string[] = ['--help', '-h'];

const USAGE = `usage:\n${Object.values(COMMANDS)
  .map(({ usage }) => `  basewright ${usage}\n`)
  .join('')}`;

/** The program `basewright`: does what `words` say and gives the exit status. Failures are told on standard error. */
export async function main([name = '', ...words]: readonly string[]): Promise<number> {
  // As in a container that docker starts.
  process.umask(0o022);
  const command = ownValue(COMMANDS, name);
  if (command === undefined || HELP.includes(words[0] ?? '')) {
    const isAsked = command !== undefined || HELP.includes(name);
    (isAsked ? process.stdout : process.stderr).write(USAGE);
    return isAsked ? 0 : 2;
  }
  try {
    return await command.act(words);
  } catch (error) {
    process.stderr.write((await describeFailure(error, process.cwd())).trimStart());
    return statusOf(error) ?? command.failed;
  }
}

/** What a command that could not be started has, as in a shell. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}
