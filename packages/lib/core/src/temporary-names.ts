import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { removeAll } from './remove-all';

/** `<place>-<pid>-<when the process began>-<random>`: whose a temporary file is. */
const OWNER = /(?:^|[.-])([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{8}(?:\.tmp)?$/;

/** Names of temporary files that have no owner in them: of earlier versions. */
const WITHOUT_OWNER = new RegExp(
  [
    String.raw`^\..*\.\d+-[0-9a-f]{8}\.tmp$`,
    String.raw`^\.(?:download|image|import|packages)-\w{6}$`,
    String.raw`^basewright-(?:base|doctor|export|packaging|pipe|test|tree)-\w{6}$`,
  ].join('|'),
);

/** After so long a temporary file of somebody who cannot be asked is nobody's. */
const DAY_MS = 24 * 3600 * 1000;

/** A name that nobody else uses and that tells which process it is of. */
export function ownedName(): string {
  return `${place()}-${process.pid}-${beginOf(process.pid) ?? '0'}-${randomBytes(4).toString('hex')}`;
}

/** A hidden name beside `path`, on the same file system: for writing, then renaming. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${ownedName()}.tmp`);
}

/**
 * Removes what killed processes of this user left in a directory, if its name begins with `prefix`. What a living process holds
 * stays; what is of another boot, container or machine, or has no owner in its name, stays for a day. Nothing is thrown: it is
 * tidying. `remove` takes one away.
 */
export async function clearAbandoned(directory: string, prefix = '', remove = removeAll): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const path = join(directory, name);
    if (name.startsWith(prefix) && (await isAbandoned(name, path))) await remove(path).catch(() => undefined);
  }
}

async function isAbandoned(name: string, path: string): Promise<boolean> {
  const [, where, pid, began] = OWNER.exec(name) ?? [];
  if (where === undefined && !WITHOUT_OWNER.test(name)) return false;
  const stats = await lstat(path).catch(() => null);
  if (stats === null || stats.uid !== process.getuid?.()) return false;
  if (where === place()) return beginOf(Number(pid)) !== began;
  return Date.now() - stats.mtimeMs > DAY_MS;
}

let here: string | undefined;

/** Where process ids mean the same: one boot of one machine, and in it one namespace of process ids (pid_namespaces(7)). */
function place(): string {
  if (here !== undefined) return here;
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  here = createHash('sha256').update(`${boot} ${namespace}`).digest('hex').slice(0, 8);
  return here;
}

/**
 * When a process began, in ticks since the machine did (field 22 of proc_pid_stat(5)); undefined for one that is none, and for one
 * that has ended and whose parent has not asked how: it holds nothing.
 */
export function beginOf(pid: number): string | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field is the program's name, which may have blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
