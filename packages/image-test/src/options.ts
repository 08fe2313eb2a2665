import { type Libc } from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';

/** The options of the executor `image-test`; paths are relative to the workspace. */
export interface ImageTestOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  readonly sources: string;
  readonly toolchain: string;
  readonly configuration: string;
  readonly binaries: string;
  readonly rootfs: string;
  /** basewright.lock.json: pins the emulator for foreign platforms. */
  readonly lockFile: string;
  /** Fail where the lock cannot be kept or this machine cannot run every check, instead of skipping them. */
  readonly strict?: boolean;
  /** File with more failures of BusyBox's own suite to allow, each with its reason. */
  readonly allowedFailures?: string;
  /** Whether to run BusyBox's own test suite: for this machine's platform only, for every one, or not. Default: native. */
  readonly upstream?: 'native' | 'always' | 'never';
  readonly debian?: DebianSettings;
}
