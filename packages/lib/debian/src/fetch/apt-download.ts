import { join } from 'node:path';

import { BasewrightError, exec, sha256File } from '@basewright/core';

import { APT_HELPER, aptEnvironment } from '../apt-helper';
import { type Place, type WantedFile } from './places';

/** A question for one place. */
export interface Asked {
  readonly file: WantedFile;
  readonly place: Place;
}

/** Runs apt's downloader once; gives the reasons by sha256 of what it did not get. */
export async function download(asked: readonly Asked[], directory: string): Promise<Map<string, string>> {
  const words = asked.flatMap(({ file, place }) => [place.uri, join(directory, file.sha256), `SHA256:${file.sha256}`]);
  // It does not know how large a file is to be: nothing larger than the largest is written.
  const largest = Math.max(...asked.map(({ file }) => file.size));
  const { stdout, stderr, exitCode } = await exec(APT_HELPER, [...APT_OPTIONS, 'download-file', ...words], {
    limits: { fileBytes: largest + 4096 },
    env: aptEnvironment(),
    okExitCodes: Array.from({ length: 255 }, (_none, code) => code + 1),
    purpose: 'download Debian packages',
  });
  const output = `${stdout}\n${stderr}`;
  if (/No space left on device/.test(output)) throw noSpace(directory);
  const said = exitCode === 0 ? new Map<string, string>() : failuresIn(output);
  const results = await Promise.all(
    asked.map(async ({ file, place }): Promise<[string, string][]> => {
      if (await isWhole(join(directory, file.sha256), file.sha256)) return [];
      return [[file.sha256, said.get(place.uri) ?? `it could not be had: ${lastLine(output)}`]];
    }),
  );
  return new Map(results.flat());
}

const APT_OPTIONS = [
  '-q',
  ...['-o', 'APT::Sandbox::User=root'],
  // Asked again here, where what does not resolve is not.
  ...['-o', 'Acquire::Retries=0'],
  ...['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20'],
];

/** The reasons in `E: Failed to fetch <URI>  <reason>`, by address. */
function failuresIn(output: string): Map<string, string> {
  const lines = output.split('\n').flatMap((line) => {
    const [, uri, reason] = /^E: Failed to fetch (\S+)\s+(.*)$/.exec(line) ?? [];
    return uri === undefined || reason === undefined ? [] : [[uri, withoutAddresses(reason)] as const];
  });
  return new Map(lines);
}

function withoutAddresses(reason: string): string {
  return reason
    .replace(/\s*\[IP: [^\]]*\]/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

/** For a reason that apt gave: the place has no such file, or another one. */
export function isFinal(reason: string): boolean {
  return /^(404|410)\b|Hash Sum mismatch|File not found|No such file|unexpected size/i.test(reason);
}

/** It may have it a moment later. A name that does not resolve and a port that refuses will be the same then. */
export function isTrouble(reason: string): boolean {
  return (
    reason !== '' &&
    !isFinal(reason) &&
    !/^(40[1-9]|451)\b|Could not resolve|Connection refused|Temporary failure resolving|unable to connect/i.test(reason)
  );
}

/** Whether the file at a path is there, with these bytes. */
export async function isWhole(path: string, sha256: string): Promise<boolean> {
  return sha256File(path).then(
    (found) => found === sha256,
    () => false,
  );
}

function noSpace(directory: string): BasewrightError {
  return new BasewrightError('NO_SPACE', `cannot download Debian packages: no room left in ${directory}`);
}
