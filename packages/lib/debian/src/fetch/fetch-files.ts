import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { humanBytes, log, type Store, withDirectoryIn } from '@basewright/core';

import { type Lock, readLock } from '../lock/lock-file';
import { type DebianSettings, resolveSettings, SNAPSHOTS } from '../settings';
import { type Asked, download, isFinal, isTrouble, isWhole } from './apt-download';
import { type MissingFile, type Refusal } from './nobody-has';
import { type Place, placesOf, type WantedFile } from './places';

/** What became of a download: where the files are by sha256, and those that nobody has. */
export interface FetchResult {
  readonly files: ReadonlyMap<string, string>;
  readonly missing: readonly MissingFile[];
}

/** So many files are asked for in one call: a command line has an end. */
const AT_ONCE = 100;

/** A place that is troubled is asked so often, with pauses of so many milliseconds in between. */
const PAUSES_MS = [1000, 3000] as const;

/** How often a long download says how far it is, in milliseconds. */
const REPORT_MS = 10_000;

/**
 * Downloads files by where they lie, not by what an index says, into an empty directory: from the mirror, then from the
 * snapshot services. The sha256 decides. apt's own downloader is used, so that proxies, certificates and passwords are
 * those of the host's apt. Throws NO_SPACE on a full disk.
 */
export async function fetchFiles(
  settings: DebianSettings,
  wanted: readonly WantedFile[],
  directory: string,
): Promise<FetchResult> {
  const { archives } = await resolveSettings(settings);
  const mirrors = wanted.map((file) => ({ file, places: placesOf(file, archives, [], null) }));
  const stop = reportProgress(wanted, directory);
  try {
    const first = await askPlaces(mirrors, directory);
    const lock = first.missing.length === 0 ? null : await lockOf(settings);
    const second = await askPlaces(
      first.missing.map(({ file }) => {
        const places = placesOf(file, archives, settings.snapshots ?? SNAPSHOTS, lock);
        return { file, places: places.filter(({ isMirror }) => !isMirror) };
      }),
      directory,
    );
    const refused = new Map(first.missing.map((one) => [one.file.sha256, one]));
    return {
      files: new Map([...first.files, ...second.files]),
      missing: second.missing.map(({ file, refusals }) => {
        const before = refused.get(file.sha256);
        return { file, refusals: [...(before?.refusals ?? []), ...refusals], isGone: before?.isGone ?? false };
      }),
    };
  } finally {
    stop();
  }
}

function lockOf({ lockFile }: DebianSettings): Promise<Lock | null> {
  return lockFile === undefined ? Promise.resolve(null) : readLock(lockFile);
}

interface Question {
  readonly file: WantedFile;
  readonly places: readonly Place[];
}

/** Asks for each file one place after the other. */
async function askPlaces(questions: readonly Question[], directory: string): Promise<FetchResult> {
  const files = new Map<string, string>();
  let open = questions.map((question) => ({ ...question, refusals: [] as Refusal[] }));
  for (let round = 0; open.some(({ places }) => places[round] !== undefined); round++) {
    const asked = open.flatMap(({ file, places }) => places.slice(round, round + 1).map((place) => ({ file, place })));
    const reasons = await askPatiently(asked, directory, files);
    open = open
      .filter(({ file }) => !files.has(file.sha256))
      .map(({ file, places, refusals }) => {
        const place = places[round];
        const reason = reasons.get(file.sha256);
        return {
          file,
          places,
          refusals: place === undefined || reason === undefined ? refusals : [...refusals, { place, reason }],
        };
      });
  }
  return {
    files,
    missing: open.map(({ file, refusals }) => ({
      file,
      refusals,
      isGone: refusals.some(({ place, reason }) => place.isMirror && isFinal(reason)),
    })),
  };
}

/** Asks again what is troubled. Adds what came to `files`, and gives the reasons for the rest by sha256. */
async function askPatiently(
  asked: readonly Asked[],
  directory: string,
  files: Map<string, string>,
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  let open = asked;
  for (const pause of [0, ...PAUSES_MS]) {
    if (open.length === 0) break;
    await sleep(pause);
    for (let at = 0; at < open.length; at += AT_ONCE) {
      const some = open.slice(at, at + AT_ONCE);
      for (const [sha256, reason] of await download(some, directory)) reasons.set(sha256, reason);
      for (const { file } of some) {
        const path = join(directory, file.sha256);
        if (await isWhole(path, file.sha256)) files.set(file.sha256, path);
      }
    }
    open = open.filter(({ file }) => !files.has(file.sha256) && isTrouble(reasons.get(file.sha256) ?? ''));
  }
  return reasons;
}

/** Says what is being fetched, and every ten seconds how much of it is there. Returns what ends that. */
function reportProgress(wanted: readonly WantedFile[], directory: string): () => void {
  const whole = humanBytes(wanted.reduce((sum, { size }) => sum + size, 0));
  const what = wanted.length === 1 ? (wanted[0]?.label ?? '') : `${String(wanted.length)} Debian packages`;
  log.doing(`fetching ${what}, ${whole}`);
  const timer = setInterval(() => {
    void bytesIn(directory).then((bytes) => {
      log.doing(`fetched ${humanBytes(bytes)} of ${whole}`);
    });
  }, REPORT_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

async function bytesIn(directory: string): Promise<number> {
  const names = await readdir(directory).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Fetches files into the store's downloads, each named by its sha256. Returns those that nobody has. */
export async function fetchIntoStore(
  store: Store,
  settings: DebianSettings,
  wanted: readonly WantedFile[],
): Promise<readonly MissingFile[]> {
  return withDirectoryIn(store.downloads, async (directory) => {
    const { files, missing } = await fetchFiles(settings, wanted, directory);
    for (const [sha256, file] of files) await rename(file, join(store.downloads, sha256));
    return missing;
  });
}
