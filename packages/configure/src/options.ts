import { type Libc } from '@basewright/core';
import { type DebianSettings } from '@basewright/hermetic';

/** The options of the executor `configure`; paths are relative to the workspace. */
export interface ConfigureOptions {
  readonly outputPath: string;
  /** `linux/amd64`. */
  readonly platform: string;
  readonly libc: Libc;
  /** `defconfig` (the default), `allnoconfig`, or the path of a full .config. */
  readonly base?: string;
  /** Print which settings of a full .config this release does not keep; default: true. One platform of an image does. */
  readonly listLost?: boolean;
  /** Kconfig fragments, the later over the earlier. */
  readonly fragments?: readonly string[];
  /** Over the fragments: symbol, with or without `CONFIG_`, to value. */
  readonly set?: Readonly<Record<string, string | number | boolean>>;
  /** Over those: symbols to switch off. */
  readonly unset?: readonly string[];
  /** Directory of the stage fetch-and-verify. */
  readonly sources: string;
  /** Directory of the stage toolchain. */
  readonly toolchain: string;
  /** Where the toolchain's packages come from, should the store lack them. */
  readonly debian?: DebianSettings;
}
