import { open, readFile } from 'node:fs/promises';

import { interpreterOf, isElf } from '@basewright/core';

import { type FileContent, type FileEntry, type TreeEntry } from '../../tree';

/** What the content of a program says. */
export interface Nature {
  readonly isBusyBox: boolean;
  /** What runs it, of scripts: `/bin/sh`; and by `/usr/bin/env bash` that one's name too. */
  readonly runBy: readonly string[];
}

/** More bytes than Linux reads of a first line. */
const HEAD = 256;

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
  const head = await headOf(content);
  if (!isElf(head)) return { isBusyBox: false, runBy: runBy(head) };
  const bytes = 'bytes' in content ? Buffer.from(content.bytes) : await readFile(content.file);
  return { isBusyBox: bytes.includes(BUSYBOX), runBy: [] };
}

async function headOf(content: FileContent): Promise<Buffer> {
  if ('bytes' in content) return Buffer.from(content.bytes).subarray(0, HEAD);
  const file = await open(content.file);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function runBy(head: Buffer): string[] {
  const interpreter = interpreterOf(head);
  if (interpreter === undefined) return [];
  const [line = ''] = head.toString('latin1').split('\n');
  // `env -S bash -e` and `env A=b bash` name the program after options and variables.
  const named = /^#!\s*\S*\/env\s+(?:(?:-\S+|\w+=\S*)\s+)*(?<name>[^\s-]\S*)/.exec(line)?.groups?.['name'];
  return [interpreter, ...(named === undefined ? [] : [named])];
}
