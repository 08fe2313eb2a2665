/** How the OCI image specification spells a platform (image-index.md, "platform"). */
export interface OciPlatform {
  readonly os: 'linux';
  readonly architecture: string;
  readonly variant?: string;
}

/** What an ELF header says of code for a platform (elf.h: e_machine, EI_CLASS, EI_DATA). */
export interface ElfTarget {
  readonly machine: number;
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
}

/** One row of the table: how each tool spells one platform. */
export interface Platform {
  /** As `docker --platform` spells it. */
  readonly id: string;
  /** As the end of a target name: `compile--arm-v7`. */
  readonly name: string;
  readonly oci: OciPlatform;
  /** GNU triplet, the prefix of Debian's cross compiler. */
  readonly gnu: string;
  readonly debianArch: string;
  /** `process.arch` of a Node that runs on it; null where Node has none, or gives it to a newer variant. */
  readonly nodeArch: string | null;
  /** Debian's multiarch directory; differs from the triplet on i386. */
  readonly multiarch: string;
  /** BusyBox's and the kernel's `ARCH`. */
  readonly kernelArch: string;
  /** `qemu-<name>` of qemu-user. */
  readonly qemu: string;
  /** The oldest processor the platform promises to run on, as `qemu-<name> -cpu` calls it. */
  readonly qemuCpu: string;
  readonly elf: ElfTarget;
  /** What every LOAD segment must be aligned to at least, in bytes. */
  readonly pageAlignment: number;
  /** What a program may say it needs (`instructionSets` of its ELF facts); null where files of the machine do not say. */
  readonly instructionSets: readonly string[] | null;
  /** Compiler options that fix the instruction set of the platform: the oldest that Debian's own packages run on. */
  readonly compilerOptions: readonly string[];
}
