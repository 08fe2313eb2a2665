import { BasewrightError, exec, type ExecOptions, type ExecResult } from '@basewright/core';

import { emulated, type Emulator } from './emulator';
import { allowNamespaces } from './namespace-limits';

/** One directory or file of the host that the sandbox shows. */
export interface Bind {
  /** Absolute path on the host. */
  readonly from: string;
  /** Absolute path inside; a mount point of every root, or below one that is writable. */
  readonly to: string;
  readonly writable?: boolean;
}

/** One program to run in a root. */
export interface SandboxRun extends Omit<ExecOptions, 'cwd' | 'env'> {
  /** Absolute path of the tree, as materialiseRoot gives it. */
  readonly root: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Working directory inside. Default: `/`. */
  readonly cwd?: string;
  readonly binds?: readonly Bind[];
  /** Added to the fixed environment (PATH, HOME, LC_ALL=C, TZ=UTC); null takes a variable away. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** What starts the programs of the root, where they are for another machine. */
  readonly emulator?: Emulator;
}

const ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: '/tmp',
  LC_ALL: 'C',
  PATH: '/usr/sbin:/usr/bin',
  TZ: 'UTC',
};

/**
 * Runs a program in a root with bubblewrap: the root read-only, no network, no host process to be seen, a fixed
 * environment, user and host name. Throws as core's exec does; MISSING_PREREQUISITE where the kernel or a
 * security module lets nobody make user namespaces.
 */
export async function runInSandbox(run: SandboxRun): Promise<ExecResult> {
  const purpose = run.purpose ?? `run ${run.program} in the sandbox`;
  try {
    const { program, args } = sandboxCommand(run);
    return await exec(program, args, { ...run, purpose, cwd: undefined, env: undefined });
  } catch (error) {
    throw isNamespaceFailure(error) ? await namespacesRefused(purpose, error) : error;
  }
}

/** Throws as {@link runInSandbox} does where this machine cannot run a program in a sandbox; for a look before a build. */
export async function checkSandbox(): Promise<void> {
  await runInSandbox({ root: '/', program: 'true', args: [], purpose: 'make a sandbox' });
}

function sandboxCommand(run: SandboxRun): Pick<SandboxRun, 'program' | 'args'> {
  const { emulator } = run;
  if (emulator === undefined) return { program: 'bwrap', args: sandboxArguments(run) };
  // qemu-user reads its options from the environment when the kernel starts it.
  const env = { ...run.env, QEMU_CPU: emulator.cpu };
  return emulated(emulator, 'bwrap', sandboxArguments({ ...run, env }));
}

/** bubblewrap's arguments for a run. */
export function sandboxArguments({ root, program, args, cwd = '/', binds = [], env = {} }: SandboxRun): string[] {
  const variables = Object.entries({ ...ENVIRONMENT, ...env }).flatMap(([name, value]) =>
    value === null ? [] : ['--setenv', name, value],
  );
  const mounts = binds.flatMap(({ from, to, writable }) => [writable === true ? '--bind' : '--ro-bind', from, to]);
  return [
    ...[
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      '--hostname',
      'basewright',
      '--uid',
      '1000',
      '--gid',
      '1000',
    ],
    ...['--clearenv', ...variables],
    ...['--ro-bind', root, '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
    ...mounts,
    ...['--chdir', cwd],
    program,
    ...args,
  ];
}

function isNamespaceFailure(error: unknown): boolean {
  return (
    error instanceof BasewrightError &&
    /bwrap: (No permissions to creat|Creating new namespace failed|setting up uid map|loopback: Failed)/.test(
      error.message,
    )
  );
}

async function namespacesRefused(purpose: string, cause: unknown): Promise<BasewrightError> {
  const message = `cannot ${purpose}: this machine refuses user namespaces to this user`;
  return new BasewrightError('MISSING_PREREQUISITE', message, { cause, hint: await allowNamespaces() });
}
