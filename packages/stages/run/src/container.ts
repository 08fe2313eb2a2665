import { BasewrightError } from '@basewright/core';
import { type Execution } from '@basewright/oci';

import { type Asked } from './asked';
import { environmentOf } from './environment';
import { type Accounts, furtherGroups, resolveUser, type User } from './user';

/** What a container is planned from. */
export interface ContainerRequest {
  readonly asked: Asked;
  readonly config: Execution;
  readonly accounts: Accounts;
  readonly hostname: string;
  readonly caller: {
    /** Where the caller's directory is shown inside. */
    readonly directory: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly terminal: boolean;
  };
}

/** How a container is started, besides its files. */
export interface Container {
  /** At least one word. */
  readonly command: readonly [string, ...string[]];
  readonly user: User;
  /** Ids of the groups that it is in besides its own. */
  readonly groups: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path inside. */
  readonly cwd: string;
  /** Whether it has this machine's network, or none. */
  readonly network: boolean;
  /** Whether a process that waits for orphans is the first one, instead of the command. */
  readonly init: boolean;
  readonly hostname: string;
  /** Whether it is started in a terminal of its own. */
  readonly terminal: boolean;
}

const NETWORKS: Readonly<Record<string, boolean>> = { host: true, none: false };

/**
 * Plans a container as docker does: what was asked for, then the configuration of the image. Only the working directory
 * differs: where neither names one it is that in which the caller's is shown. Throws BAD_INPUT for what cannot be meant, NOT_FOUND for a user
 * that the image does not have.
 */
export function planContainer({ asked, config, accounts, hostname, caller }: ContainerRequest): Container {
  const { flags } = asked;
  const last = (values: readonly string[] | undefined): string | undefined => values?.at(-1);
  const workdir = last(flags.workdir) ?? some(config.WorkingDir) ?? caller.directory;
  if (!workdir.startsWith('/'))
    throw new BasewrightError('BAD_INPUT', `cannot start in ${workdir}: it is no absolute path in the image`);
  const network = last(flags.network) ?? 'host';
  const hasNetwork = NETWORKS[network];
  if (hasNetwork === undefined) {
    const known = Object.keys(NETWORKS).join(', ');
    throw new BasewrightError('BAD_INPUT', `cannot use network "${network}": there are only ${known}`);
  }
  const wantedUser = last(flags.user) ?? config.User ?? '';
  const user = resolveUser(wantedUser, accounts);
  const command = commandOf(asked, config, last(flags.entrypoint));
  const environment = environmentOf({
    image: config.Env ?? [],
    given: flags.env ?? [],
    caller: caller.environment,
    home: user.home,
    hostname,
    terminal: caller.terminal,
  });
  refuseNul({ command, 'working directory': [workdir], environment: Object.entries(environment).flat() });
  return {
    command,
    user,
    environment,
    groups: furtherGroups(wantedUser, accounts),
    cwd: workdir,
    network: hasNetwork,
    init: last(flags.init) === 'true',
    hostname,
    terminal: caller.terminal,
  };
}

/** Linux ends each word that it is given at the first NUL. */
function refuseNul(words: Readonly<Record<string, readonly string[]>>): void {
  const wrong = Object.keys(words).filter((what) => words[what]?.some((word) => word.includes('\0')));
  if (wrong.length > 0)
    throw new BasewrightError('BAD_INPUT', `cannot run the image: a NUL is in its ${wrong.join(' and its ')}`);
}

/** An entrypoint that is given takes the image's command away, which was meant for another one. */
function commandOf(
  { command }: Asked,
  { Entrypoint: entrypoint = [], Cmd: cmd = [] }: Execution,
  given: string | undefined,
): Container['command'] {
  const first = given === undefined ? entrypoint : [given].filter((word) => word !== '');
  const then = command.length > 0 || given !== undefined ? command : cmd;
  const [program, ...args] = [...first, ...then];
  if (program !== undefined) return [program, ...args];
  throw new BasewrightError('BAD_INPUT', 'cannot run nothing: the image has neither entrypoint nor command', {
    hint: 'write one after --',
  });
}

/** docker writes an empty text for what is not there. */
function some(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
