import { type HardeningMeasure, type Libc } from '@basewright/core';
import { type DebianSettings } from '@basewright/hermetic';

/** The options of the executor `compile`; paths are relative to the workspace. */
export interface CompileOptions {
  readonly outputPath: string;
  /** `linux/amd64`. */
  readonly platform: string;
  readonly libc: Libc;
  /** Directory of the stage fetch-and-verify. */
  readonly sources: string;
  /** Directory of the stage toolchain. */
  readonly toolchain: string;
  /** Directory of the stage configure. */
  readonly configuration: string;
  /** Directory of the stage libc, for a libc that was built from source. */
  readonly libcSysroot?: string;
  /** Whose object tree to carry on with: that of a project, or of projects configured alike. */
  readonly key: string;
  /** What the compiler adds against exploits, where the platform and the libc have it. Default: nothing. */
  readonly hardening?: readonly HardeningMeasure[];
  /** Compile everything, whatever an earlier build left. */
  readonly clean?: boolean;
  /** Where the toolchain's packages come from, should the store lack them. */
  readonly debian?: DebianSettings;
}
