import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BasewrightError,
  exec,
  exists,
  humanBytes,
  log,
  sha256File,
  type Store,
  withDirectoryIn,
} from '@basewright/core';

import { fetchIntoStore } from '../fetch/fetch-files';
import { nobodyHas } from '../fetch/nobody-has';
import { type WantedFile } from '../fetch/places';
import { type DebianSettings } from '../settings';
import { type Lock } from './lock-file';

/** Every file that a lock pins, each once. */
function pinnedFiles({ packages, sources }: Lock): WantedFile[] {
  const all = Object.entries({ ...packages, ...sources }).map(([label, { archive, path, size, sha256 }]) => ({
    label,
    archive,
    path,
    size,
    sha256,
  }));
  return [...new Map(all.map((one) => [one.sha256, one])).values()];
}

/**
 * Downloads everything that a lock pins into the store: what a machine without a network builds from. Throws what
 * {@link nobodyHas} makes.
 */
export async function fillStore(store: Store, settings: DebianSettings, lock: Lock): Promise<void> {
  const all = pinnedFiles(lock);
  const held = await Promise.all(all.map(({ sha256 }) => exists(join(store.downloads, sha256))));
  const wanted = all.filter((_file, index) => held[index] === false);
  const missing = wanted.length === 0 ? [] : await fetchIntoStore(store, settings, wanted);
  if (missing.length > 0) throw nobodyHas(missing);
  const bytes = all.reduce((sum, { size }) => sum + size, 0);
  log.info(`the store holds all ${String(all.length)} files that the lock file pins, ${humanBytes(bytes)}`);
}

/** Writes what the store's downloads hold as one tar, to carry it to another machine: files named by their sha256. */
export async function exportStore(store: Store, file: string): Promise<void> {
  const names = (await readdir(store.downloads)).filter((name) => DIGEST.test(name)).sort();
  await exec('tar', ['--create', '--file', file, '--directory', store.downloads, ...names], {
    purpose: `write the store to ${file}`,
  });
  log.info(`${file}: ${String(names.length)} files`);
}

const DIGEST = /^[0-9a-f]{64}(\.sig-[0-9A-F]+)?$/;

/** Adds the files of such a tar to the store, each when its bytes are those that its name says. Throws BAD_INPUT. */
export async function importStore(store: Store, file: string): Promise<void> {
  return withDirectoryIn(store.downloads, async (directory) => {
    await exec('tar', ['--extract', '--no-same-owner', '--file', file, '--directory', directory], {
      purpose: `read the store in ${file}`,
    });
    const names = await readdir(directory, { withFileTypes: true });
    const odd = names.filter((entry) => !entry.isFile() || !DIGEST.test(entry.name)).map(({ name }) => name);
    for (const { name } of names) {
      const [digest = ''] = name.split('.');
      if (!odd.includes(name) && name === digest && (await sha256File(join(directory, name))) !== digest)
        odd.push(name);
    }
    if (odd.length > 0) throw notOurs(file, odd);
    for (const { name } of names) await rename(join(directory, name), join(store.downloads, name));
    log.info(`${file}: ${String(names.length)} files are in the store`);
  });
}

function notOurs(file: string, odd: readonly string[]): BasewrightError {
  return new BasewrightError(
    'CHECKSUM_MISMATCH',
    `cannot import ${file}: these are no files named by their sha256: ${odd.slice(0, 5).join(', ')}`,
    { hint: 'write it anew with `nx g @basewright/nx:store --export=FILE`' },
  );
}
