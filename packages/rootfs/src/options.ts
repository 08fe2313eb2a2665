import { type Libc } from '@basewright/core';

import { type AppletLinks } from './applet-links';
import { type PackageSettings } from './compress';
import { type WrittenGroup, type WrittenUser } from './merge-accounts';
import { type WrittenFile } from './source-tree';
import { type WrittenDirectory } from './written-entries';

/** The executor's options, as schema.json describes them; every path is relative to the workspace. */
export interface AssembleOptions {
  readonly outputPath: string;
  /** `linux/amd64` … */
  readonly platform: string;
  readonly libc: Libc;
  /** Directories of the stages compile, library-resolve and toolchain. */
  readonly binaries: string;
  readonly libraries: string;
  readonly toolchain: string;
  /** The image project's name, IMAGE_ID in /etc/os-release. */
  readonly name: string;
  readonly appletLinks?: AppletLinks;
  readonly users?: readonly WrittenUser[];
  readonly groups?: readonly WrittenGroup[];
  readonly files?: readonly WrittenFile[];
  readonly links?: Readonly<Record<string, string>>;
  readonly directories?: readonly WrittenDirectory[];
  readonly debian?: PackageSettings;
}

/** How applets are linked when the image does not say: see docs/decisions/0003-applet-links.md. */
export const DEFAULT_APPLET_LINKS: AppletLinks = 'hard';
