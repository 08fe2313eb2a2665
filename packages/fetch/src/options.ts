import { type DebianSettings } from '@basewright/debian';
import { type PatchSource, type TarballSource } from '@basewright/releases';

/** What fetch-and-verify is asked for; schema.json says the same to Nx. */
export interface FetchOptions {
  /** Workspace-relative directory the stage writes. */
  readonly outputPath: string;
  readonly tarballs: readonly TarballSource[];
  /** In the order they apply. */
  readonly patches: readonly PatchSource[];
  readonly debian?: DebianSettings;
}
