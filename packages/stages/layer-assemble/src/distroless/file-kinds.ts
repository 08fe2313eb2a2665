import { type FileContent, type FileEntry, programOfContent, readContent, type TreeEntry } from '@basewright/tree';

/** What the content of a program says. */
export interface FileKind {
  readonly isBusyBox: boolean;
  /** What runs it, of scripts: `/bin/sh`; and by `/usr/bin/env bash` that one's name too. */
  readonly runBy: readonly string[];
}

/** As `busybox` says of itself, whatever it was built with and called. */
const BUSYBOX = 'BusyBox v1.';

/** Looks into every program of a tree; the result is by path. */
export async function readFileKinds(entries: readonly TreeEntry[]): Promise<Map<string, FileKind>> {
  const programs = entries.filter((entry): entry is FileEntry => entry.type === 'file' && (entry.mode & 0o111) !== 0);
  const fileKinds = new Map<string, FileKind>();
  // One after the other: a base may have thousands of programs, and open files are few.
  for (const { path, content } of programs) fileKinds.set(path, await fileKindOf(content));
  return fileKinds;
}

async function fileKindOf(content: FileContent): Promise<FileKind> {
  const program = programOfContent(content);
  if (program.kind === 'script') {
    const { interpreter, runs } = program;
    return { isBusyBox: false, runBy: [interpreter, ...(runs === null ? [] : [runs])] };
  }
  if (program.kind !== 'elf' && program.kind !== 'damaged') return { isBusyBox: false, runBy: [] };
  return { isBusyBox: (await readContent(content)).includes(BUSYBOX), runBy: [] };
}
