import { type ContainerSettings } from '@basewright/oci';

import { type PackageSettings } from '../compress';
import { type WrittenGroup, type WrittenUser } from '../merge-accounts';
import { type WrittenFile } from '../source-tree';
import { type WrittenDirectory } from '../written-entries';

/** The options of the executor layer-assemble, as schema.json describes them; every path is relative to the workspace. */
export interface LayerOptions {
  readonly outputPath: string;
  /** `linux/amd64` … */
  readonly platform: string;
  /** The image project's name. */
  readonly name: string;
  /** What the layer is for: the stage publish of that platform of another project, or the stage base. */
  readonly base: string;
  readonly users?: readonly WrittenUser[];
  readonly groups?: readonly WrittenGroup[];
  readonly files?: readonly WrittenFile[];
  readonly links?: Readonly<Record<string, string>>;
  readonly directories?: readonly WrittenDirectory[];
  /** Debian packages to add, with all they depend on. */
  readonly packages?: readonly string[];
  /** Packages to leave out although those depend on them. */
  readonly withoutPackages?: readonly string[];
  /** Give the image layers of its own only: base and what is added, without BusyBox, shells and package managers. */
  readonly distroless?: boolean;
  /** Absolute paths of the base that go too, each with all below it; of a distroless image only. */
  readonly withoutFiles?: readonly string[];
  /** How a container starts, over what the base says; read of a distroless image only, to see that it can. */
  readonly config?: Pick<ContainerSettings, 'entrypoint' | 'cmd' | 'env' | 'workingDir'>;
  /** basewright.lock.json: pins the packages and the compressor. A missing file pins nothing. */
  readonly lockFile: string;
  /** Fail where the lock cannot be kept, instead of taking the suite's current packages. */
  readonly strict?: boolean;
  readonly debian?: PackageSettings;
}
