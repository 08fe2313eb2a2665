import { readFile } from 'node:fs/promises';

import { type FileContent, type FileEntry, programOfContent, type TreeEntry } from '@basewright/tree';

/** What the content of a program says. */
export interface Nature {
  readonly isBusyBox: boolean;
  /** What runs it, of scripts: `/bin/sh`; and by `/usr/bin/env bash` that one's name too. */
  readonly runBy: readonly string[];
}

/** As `busybox` says of itself, whatever it was built with and called. */
const BUSYBOX = 'BusyBox v1.';

/** Looks into every program of a tree; the result is by path. */
export async function readNatures(entries: readonly TreeEntry[]): Promise<Map<string, Nature>> {
  const programs = entries.filter((entry): entry is FileEntry => entry.type === 'file' && (entry.mode & 0o111) !== 0);
  const natures = new Map<string, Nature>();
  // One after the other: a base may have thousands of programs, and open files are few.
  for (const { path, content } of programs) natures.set(path, await natureOf(content));
  return natures;
}

async function natureOf(content: FileContent): Promise<Nature> {
  const program = programOfContent(content);
  if (program.kind === 'script') {
    const { interpreter, runs } = program;
    return { isBusyBox: false, runBy: [interpreter, ...(runs === null ? [] : [runs])] };
  }
  if (program.kind !== 'elf' && program.kind !== 'damaged') return { isBusyBox: false, runBy: [] };
  const bytes = 'bytes' in content ? Buffer.from(content.bytes) : await readFile(content.file);
  return { isBusyBox: bytes.includes(BUSYBOX), runBy: [] };
}
