import { type Libc } from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';

import { type ProgramRequest } from './programs';

/** The options of the executor library-resolve; paths are relative to the workspace. */
export interface LibraryResolveOptions {
  readonly outputPath: string;
  /** The image project's name, by which the lock file pins what it asks for. */
  readonly name: string;
  readonly platform: string;
  readonly libc: Libc;
  /** Directory of the compile stage. */
  readonly binaries: string;
  /**
   * Directory of the toolchain stage, where the programs may be linked with libraries of its packages. Default: they are
   * linked with the libc's and the compiler's only.
   */
  readonly toolchain?: string;
  /** Libraries besides those the programs need: names, SONAMEs, absolute paths in Debian, or paths of lists of them. */
  readonly libraries?: readonly string[];
  /** Programs and other files of Debian packages. */
  readonly programs?: readonly ProgramRequest[];
  /** File that becomes /etc/nsswitch.conf. Default: files, and DNS for hosts. */
  readonly nsswitch?: string;
  readonly lockFile: string;
  readonly strict?: boolean;
  readonly debian?: DebianSettings;
  /** Tell where a library is. */
  readonly find?: string;
}
