import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stableJson } from '@basewright/core';
import { type Libc, LIBCS } from '@basewright/libcs';

import { type Journal, journalEntries } from './libc-limits/journal';
import { type LibcBuild, libcBuild } from './libc-limits/libc-build';
import { limitTableText } from './libc-limits/limits-of-journal';
import { survey } from './libc-limits/survey';
import { sweep } from './libc-limits/sweep';

const USAGE = `npm run limits -- [libc,...] [PATTERN]

Finds what cannot be built on a libc: each symbol of BusyBox's Kconfig gets the value that it has not by default, alone, and what it
changes is compiled and linked for linux/amd64. Then all that did not fail is switched on at once, and off at once: what fails so is
missed by the table, and ends this with 1. Writes tools/libc-limits/failures.json and the table that stage configure reads. It takes
half an hour for each libc. Build the images first: npx nx run-many -t compile--amd64 -p 'busybox-*'
  libc     only these, of ${LIBCS.join(', ')}; what was found of the others stays
  PATTERN  only symbols that match it; then nothing is written. "-" matches none: the two builds of all are made alone
`;

const JOURNAL = join(__dirname, 'libc-limits/failures.json');
const TABLE = join(__dirname, '../packages/lib/libcs/src/limit-table.ts');

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const [libcs = LIBCS.join(','), pattern] = words;
  const chosen = LIBCS.filter((name) => libcs.split(',').includes(name));
  let journal = JSON.parse(await readFile(JOURNAL, 'utf8')) as Journal;
  for (const libc of chosen) {
    const build = await libcBuild(join(process.cwd(), `dist/images/busybox-${libc}`), libc);
    const found = await survey(build, pattern === undefined ? null : new RegExp(pattern));
    const failures = journalEntries(libc, found.failures, found.rules);
    if (pattern !== undefined) process.stdout.write(stableJson(failures));
    if (pattern !== undefined && pattern !== '-') continue;
    await sweepBoth(build, pattern === undefined ? failures : journal.failures.filter((one) => one.libc === libc));
    journal = withLibc(journal, libc, { busybox: build.version, tried: found.tried, failures });
  }
  if (pattern !== undefined) return;
  await writeFile(JOURNAL, stableJson(journal));
  await writeFile(TABLE, limitTableText(journal.failures));
}

async function sweepBoth(build: LibcBuild, known: Journal['failures']): Promise<void> {
  for (const value of ['y', 'n'] as const) {
    const { changed, error } = await sweep(build, value, known);
    process.stdout.write(`${build.libc}: ${changed} symbols changed, all ${value}: ${error ?? 'builds'}\n`);
    if (error !== null) process.exitCode = 1;
  }
}

function withLibc(
  journal: Journal,
  libc: Libc,
  found: { readonly busybox: string; readonly tried: number; readonly failures: Journal['failures'] },
): Journal {
  return {
    ...journal,
    busybox: found.busybox,
    tried: { ...journal.tried, [libc]: found.tried },
    failures: [...journal.failures.filter((one) => one.libc !== libc), ...found.failures],
  };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
