import { closeSync, constants, fchmodSync, futimesSync, linkSync, openSync, writeSync } from 'node:fs';

import { type EntryReader, type PassingEntry } from '../read/layer-entries';

/** A file that nobody else has made, and no link to one. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Makes a file of an entry at an absolute path where there is nothing, with its mode and time, and further names of it.
 * Throws, and the reader that it gives throws, what the file system throws.
 */
export function newFile(
  path: string,
  others: readonly string[],
  { mode = 0o644, mtime }: PassingEntry['raw'],
): EntryReader {
  const file = openSync(path, NEW_FILE, 0o600);
  const closedOnFailure = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      closeSync(file);
      throw error;
    }
  };
  return {
    data: (piece) => {
      closedOnFailure(() => {
        for (let at = 0; at < piece.length;) at += writeSync(file, piece, at);
      });
    },
    end: () => {
      closedOnFailure(() => {
        fchmodSync(file, mode & 0o7777);
        if (mtime !== undefined) futimesSync(file, mtime, mtime);
        for (const other of others) linkSync(path, other);
      });
      closeSync(file);
    },
  };
}
