import { type FileContent, imagePath, OF_PROGRAMS, type Report, type TreeEntry } from '@basewright/tree';

/** A file that an earlier stage left, with the place it goes to. */
export interface StagedFile {
  readonly path: string;
  readonly content: FileContent;
  /** Its permission bits on disk; only whether it is executable counts. */
  readonly mode: number;
  /** Who made it, as an error names it. */
  readonly origin: string;
}

/** What library-resolve found that the image needs. */
export interface LibraryTree {
  readonly files: readonly StagedFile[];
  /** Symbolic links: image path to target. */
  readonly links: Readonly<Record<string, string>>;
  /** Paths of programs among the files: what an applet of the same name gives way to. */
  readonly programs: readonly string[];
}

const ROOT = { uid: 0, gid: 0, isPackaged: true };

/** Shared objects, programs, loader links and configuration files of the libc, all root's. */
export function libraryEntries({ files, links }: LibraryTree, report: Report): TreeEntry[] {
  const placed = files.map(({ path, content, mode, origin }): TreeEntry | null => {
    const place = imagePath(path, origin, report);
    return place === null
      ? null
      : { type: 'file', path: place, mode: mode & 0o111 ? 0o755 : 0o644, content, origin, ...ROOT };
  });
  const linked = Object.entries(links).map(([path, target]): TreeEntry | null => {
    const origin = OF_PROGRAMS;
    const place = imagePath(path, origin, report);
    return place === null ? null : { type: 'symlink', path: place, mode: 0o777, target, origin, ...ROOT };
  });
  return [...placed, ...linked].filter((entry) => entry !== null);
}
