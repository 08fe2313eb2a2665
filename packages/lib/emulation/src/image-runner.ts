import { join } from 'node:path';

import { hostDebianArch, invariant, openStore, type Platform } from '@basewright/core';
import { type DebianSettings, pinnedPackages, type PinnedSet, readLock, unpackPackages } from '@basewright/debian';
import { emulationRefused, type Emulator, type SandboxRun } from '@basewright/sandbox';

type Start = Pick<SandboxRun, 'program' | 'args' | 'binds' | 'emulator' | 'env'>;

/** How the programs of an image are run on this machine. */
export type ImageRunner =
  /** As they are, or by an emulator that the kernel starts. */
  | { readonly how: 'native' | 'emulated'; readonly start: (command: readonly [string, ...string[]]) => Start }
  /** By an emulator that we start: programs that start others cannot be run, for the reason given. */
  | {
      readonly how: 'direct';
      readonly start: (command: readonly [string, ...string[]]) => Start;
      readonly reason: string;
    }
  /** Not at all. */
  | { readonly how: 'none'; readonly reason: string };

/** Where the emulator comes from. */
export interface EmulatorSource {
  /** Absolute path of the lock file. */
  readonly lockFile: string;
  readonly strict: boolean;
  readonly debian: DebianSettings;
}

/** The packages of the emulator for hosts of a Debian architecture. From trixie on it is linked statically. */
export function emulatorSet(host: string): PinnedSet {
  return { purpose: `qemu/${host}`, names: ['qemu-user'], architectures: [], native: host };
}

/** Decides how to run the programs of a platform here: directly where it is this machine's own, else in qemu-user. */
export async function imageRunner(platform: Platform, source: EmulatorSource): Promise<ImageRunner> {
  const host = hostDebianArch();
  const asItIs = ([program, ...args]: readonly [string, ...string[]]): Start => ({ program, args });
  if (platform.debianArch === host) return { how: 'native', start: asItIs };
  if (host === null)
    return { how: 'none', reason: 'Debian has no emulator for this processor: test on amd64 or arm64' };
  const emulator = await emulatorOf(platform, host, source);
  const reason = await emulationRefused();
  if (reason === null) return { how: 'emulated', start: (command) => ({ ...asItIs(command), emulator }) };
  return {
    how: 'direct',
    reason: `this machine has no private table of interpreters for foreign programs (Linux 6.7 or later has): ${reason}`,
    start: (command) => direct(emulator, command),
  };
}

/**
 * Runs single programs of a platform in an emulator of the oldest processor it promises to run on: what this machine,
 * which is newer, cannot show. Null where Debian has no emulator for this machine.
 */
export async function oldestProcessor(
  platform: Platform,
  source: EmulatorSource,
): Promise<Extract<ImageRunner, { how: 'direct' }> | null> {
  const host = hostDebianArch();
  if (host === null) return null;
  const emulator = await emulatorOf(platform, host, source);
  return {
    how: 'direct',
    reason: 'one program is run at a time',
    start: (command) => direct(emulator, command),
  };
}

async function emulatorOf(platform: Platform, host: string, source: EmulatorSource): Promise<Emulator> {
  const store = openStore();
  const { debian: settings, strict } = source;
  const { packages } = await pinnedPackages(emulatorSet(host), {
    store,
    settings,
    strict,
    lock: await readLock(source.lockFile),
  });
  const unpacked = await unpackPackages(store, settings, packages);
  const directory = packages.filter(({ name }) => name === 'qemu-user').map(({ sha256 }) => unpacked.get(sha256))[0];
  const program = join(
    invariant(directory, 'qemu-user among the packages of its set'),
    'usr/bin',
    `qemu-${platform.qemu}`,
  );
  return { program, elf: platform.elf, cpu: platform.qemuCpu };
}

/** The emulator is shown below /tmp: every image has it, and there it hides nothing. */
function direct({ program, cpu }: Emulator, command: readonly [string, ...string[]]): Start {
  const seenAt = '/tmp/.emulator';
  return { program: seenAt, args: ['-cpu', cpu, ...command], binds: [{ from: program, to: seenAt }] };
}
