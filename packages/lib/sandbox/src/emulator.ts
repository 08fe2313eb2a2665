import { type ElfTarget, exec, reasonOf } from '@basewright/core';

/** A qemu-user program that runs the code of another machine. */
export interface Emulator {
  /** Absolute path of the emulator on the host; it must be linked statically. */
  readonly program: string;
  /** What it runs. */
  readonly elf: ElfTarget;
  /** `-cpu`: which processor to be. */
  readonly cpu: string;
}

/** Where the kernel shows its table of interpreters, in a mount namespace that has mounted it. */
const TABLE = '/proc/sys/fs/binfmt_misc';

/** $0 is an entry for the table; the arguments are the command to run with it. */
const WITH_ENTRY = `mount -t binfmt_misc binfmt_misc ${TABLE} && printf %s "$0" >${TABLE}/register && exec "$@"`;

const OWN_NAMESPACE = ['--user', '--map-root-user', '--mount', '--'] as const;

/**
 * The command that runs another one where foreign programs start in the emulator, whoever starts them. The table of
 * interpreters is a private one of a user namespace (Linux 6.7 and later): the host's own stays as it is.
 */
export function emulated(
  emulator: Emulator,
  program: string,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
  return { program: 'unshare', args: [...OWN_NAMESPACE, ...withInterpreter(emulator, [program, ...args])] };
}

/**
 * The command that runs another one with the emulator in the table of interpreters. It has to be started as root of a
 * user and a mount namespace of its own.
 */
export function withInterpreter(emulator: Emulator, command: readonly string[]): string[] {
  return ['sh', '-c', WITH_ENTRY, binfmtEntry(emulator), ...command];
}

/** Why this machine cannot run foreign programs that way, or null when it can. */
export async function emulationRefused(): Promise<string | null> {
  const mount = `mount -t binfmt_misc binfmt_misc ${TABLE}`;
  try {
    await exec('unshare', [...OWN_NAMESPACE, 'sh', '-c', mount], { purpose: 'mount a private table of interpreters' });
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * An entry for binfmt_misc (Linux, Documentation/admin-guide/binfmt-misc.rst): executables and position-independent
 * ones with this ELF header. Flag F opens the emulator now, so that it need not be in the tree that is run.
 */
export function binfmtEntry({ program, elf }: Emulator): string {
  const { machine, bits, endian } = elf;
  const half = (value: number): number[] => {
    const bytes = [value & 0xff, value >> 8];
    return endian === 'little' ? bytes : bytes.reverse();
  };
  const identity = [0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, endian === 'little' ? 1 : 2, 1];
  const magic = [...identity, ...Array<number>(9).fill(0), ...half(2), ...half(machine)];
  // ET_EXEC is 2 and ET_DYN 3; the byte after the version is the OS ABI, 0 or 3 for Linux.
  const mask = [...Array<number>(7).fill(0xff), 0, ...Array<number>(8).fill(0xff), ...half(0xfffe), ...half(0xffff)];
  const escaped = (bytes: readonly number[]): string =>
    bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return ['', 'basewright', 'M', '', escaped(magic), escaped(mask), program, 'F'].join('|');
}
