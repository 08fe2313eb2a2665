import { type Program } from './program';

/** Where a file's bytes come from: made here, or read from disk when the layer is written. */
export type FileContent =
  | (Content & { readonly bytes: Uint8Array })
  | (Content & {
      /** Absolute path on this machine. */
      readonly file: string;
      readonly size: number;
    });

interface Content {
  /** What it is to whoever executes it, where it was looked at already. */
  readonly program?: Program;
}

interface Placed {
  /** Absolute path in the image without a final slash; the root directory is `/`. */
  readonly path: string;
  /** Permission bits, set-id and sticky bits included. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whether it is built, or of packages, or what a distroless image keeps of its base; else it is the image's own. */
  readonly isPackaged?: boolean;
  /** Who asked for the entry, as an error names it: `applet ls`, `rootfs.files[0] (motd)`. */
  readonly origin: string;
}

/** A directory. `implied` ones (parents, directories of a copied tree) give way to one somebody asked for by name. */
export interface DirectoryEntry extends Placed {
  readonly type: 'directory';
  readonly implied?: boolean;
}

/** A regular file. */
export interface FileEntry extends Placed {
  readonly type: 'file';
  readonly content: FileContent;
  /**
   * How much older than the rest of the image the file says it is, in seconds. Servers tell by time and size whether a file has
   * changed (ETag, RFC 9110, 8.8.3): of one that an image's author may edit, the age comes from its content.
   */
  readonly age?: number;
}

/** A symbolic link; `target` is what readlink(2) gives. Its mode says nothing and is 0777. */
export interface SymlinkEntry extends Placed {
  readonly type: 'symlink';
  readonly target: string;
}

/** A further name of a file; `target` is the image path of that file. Mode and owner are the file's. */
export interface HardLinkEntry extends Placed {
  readonly type: 'hardlink';
  readonly target: string;
}

/** One entry of a planned root file system. Owners, modes and links exist here and in tar headers only, never on disk. */
export type TreeEntry = DirectoryEntry | FileEntry | SymlinkEntry | HardLinkEntry;

/** Bytes of an entry's content; 0 for everything that is no file. */
export function sizeOf(entry: TreeEntry): number {
  if (entry.type !== 'file') return 0;
  return 'bytes' in entry.content ? entry.content.bytes.length : entry.content.size;
}
