import { type InstalledAccounts } from './accounts';
import { type Alternative } from './alternatives';
import { type Making } from './file-commands';
import { type InstalledTree } from './installed-tree';
import { type ScriptHost } from './script-host';

/** What the scripts of all packages of an image come to. */
export interface Installation {
  readonly tree: InstalledTree;
  readonly accounts: InstalledAccounts;
  readonly alternatives: Alternative[];
  /** What is made when all packages are configured, by the package whose script asked for it first. */
  readonly late: Set<(making: Making) => void>;
  /** Follows a script of a shell that a script calls. */
  readonly follow: (source: string, host: ScriptHost, parameters: readonly string[]) => void;
  /** Names of triggers that scripts started. */
  readonly activated: Set<string>;
  /** The architecture of the image, as Debian and GNU call it. */
  readonly architecture: string;
  readonly multiarch: string;
}

/** What became of a line of a script. */
export interface ScriptLine {
  readonly package: string;
  /** `postinst`, `preinst`, `postinst triggered`; of what systemd would do the path of the file. */
  readonly script: string;
  readonly text: string;
  /** `made`: an image has what it makes; `needless`: an image needs nothing of it; `unknown`: it is not understood. */
  readonly outcome: 'made' | 'needless' | 'unknown';
  /** Why it is needless. */
  readonly reason?: string;
}
