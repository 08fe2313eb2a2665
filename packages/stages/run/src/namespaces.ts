import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';

import { BasewrightError, exec, reasonOf, startProgram, type StartedProgram } from '@basewright/core';
import { checkSandbox } from '@basewright/sandbox';

import { type IdGrant, type IdMap, type IdRow } from './id-grant';
import { type User } from './user';

/** User namespaces for one container, which hold as long as somebody has their descriptors. */
export interface Namespaces {
  /** Of the namespace that its files are prepared in, as root. */
  readonly outer: number;
  /** Of the one that the container is in, below the other; null where bubblewrap makes one with a single id. */
  readonly inner: number | null;
  /** The ids of both; null for one id. */
  readonly map: IdMap | null;
  /** Why the ids that were asked for were refused; null when they were not. */
  readonly refused: string | null;
  /** The command that runs another one as root of the outer one. */
  readonly asRoot: (command: readonly string[]) => string[];
}

/** A process that keeps a namespace alive: it ends with our end of its standard input. */
const HOLDER = ['sh', '-c', 'echo; exec cat'] as const;

/** What namespaces are to have. */
export interface NamespaceRequest {
  /** Their ids, and who may write them; null for one id. */
  readonly ids: { readonly map: IdMap; readonly by: IdGrant['by'] } | null;
  /** Whom the command runs as. */
  readonly user: User;
}

/**
 * Calls `use` with namespaces that have the ids asked for, or one where this machine refuses them. Throws MISSING_PREREQUISITE
 * where it refuses namespaces altogether.
 */
export async function withNamespaces<T>(
  { ids, user }: NamespaceRequest,
  use: (namespaces: Namespaces) => Promise<T>,
): Promise<T> {
  const holders = new Holders();
  try {
    return await use(await made(holders, ids, user));
  } finally {
    await holders.end();
  }
}

async function made(holders: Holders, ids: NamespaceRequest['ids'], user: User): Promise<Namespaces> {
  if (ids === null) return withOneId(holders, null);
  try {
    return await withManyIds(holders, ids, user);
  } catch (error) {
    return withOneId(holders, reasonOf(error));
  }
}

async function withOneId(holders: Holders, refused: string | null): Promise<Namespaces> {
  const outer = await holders.hold(['unshare', '--user', '--map-root-user', '--']);
  const asRoot = enter(outer, ['--preserve-credentials']);
  return { outer: holders.open(outer), inner: null, map: null, refused, asRoot };
}

async function withManyIds(
  holders: Holders,
  { map, by }: NonNullable<NamespaceRequest['ids']>,
  user: User,
): Promise<Namespaces> {
  const outer = await holders.hold(['unshare', '--user', '--']);
  await writeMap(outer, map, by);
  const asRoot = enter(outer, []);
  const asUser = enter(outer, ['--setuid', String(user.uid), '--setgid', String(user.gid)]);
  const inner = await holders.hold(asUser(['unshare', '--user', '--']));
  const [uids = '', gids = ''] = [sameIds(map.uids), sameIds(map.gids)].map(tableOf);
  const [program = '', ...args] = asRoot(['sh', '-c', WRITE_TABLES, inner, uids, gids]);
  await exec(program, args, { purpose: PURPOSE });
  return { outer: holders.open(outer), inner: holders.open(inner), map, refused: null, asRoot };
}

/** Processes that keep namespaces alive, and descriptors of them. */
class Holders {
  private readonly started: StartedProgram[] = [];
  private readonly descriptors: number[] = [];

  /** Starts one by a command that ends in a namespace, and gives its directory in proc(5). */
  async hold(command: readonly string[]): Promise<string> {
    const [program, ...args] = [...command, ...HOLDER];
    const started = startProgram(program, args, { purpose: PURPOSE, stdio: ['pipe', 'pipe', 'pipe'] });
    this.started.push(started);
    return directoryOf(started);
  }

  /** A descriptor of the namespace of a process. */
  open(process: string): number {
    const descriptor = openSync(`${process}/ns/user`, 'r');
    this.descriptors.push(descriptor);
    return descriptor;
  }

  async end(): Promise<void> {
    for (const descriptor of this.descriptors) closeSync(descriptor);
    for (const { child } of this.started) child.stdin?.end();
    await Promise.all(this.started.map(({ ended }) => ended.catch(() => undefined)));
  }
}

const PURPOSE = 'make a user namespace';

/** $0 is a process as proc(5) shows it, then its tables. A table is written at once or not at all. */
const WRITE_TABLES = 'printf %s "$1" >"$0/uid_map" && printf %s "$2" >"$0/gid_map"';

function enter(process: string, options: readonly string[]) {
  return (command: readonly string[]): string[] => [
    'nsenter',
    `--user=${process}/ns/user`,
    ...options,
    '--',
    ...command,
  ];
}

/** Where proc(5) shows a process that was started, once it is in its namespace. */
async function directoryOf({ child, ended }: StartedProgram): Promise<string> {
  const { stdout, stderr, pid } = child;
  if (stdout === null || stderr === null) throw new Error('a holder was started with pipes, and has none');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const isReady = await Promise.race([once(stdout, 'data').then(() => true), ended.then(() => false)]);
  if (isReady) return `/proc/${String(pid)}`;
  await checkSandbox();
  throw new BasewrightError('TOOL_FAILED', `cannot ${PURPOSE}: ${complaint.trim()}`);
}

async function writeMap(process: string, { uids, gids }: IdMap, by: IdGrant['by']): Promise<void> {
  if (by === 'us') {
    await writeFile(`${process}/uid_map`, tableOf(uids));
    await writeFile(`${process}/gid_map`, tableOf(gids));
    return;
  }
  const pid = process.slice('/proc/'.length);
  await exec('newuidmap', [pid, ...uids.flat().map(String)], { purpose: PURPOSE });
  await exec('newgidmap', [pid, ...gids.flat().map(String)], { purpose: PURPOSE });
}

/** Each id of a namespace as itself in the one below. */
function sameIds(rows: readonly IdRow[]): IdRow[] {
  return rows.map(([inside, , count]) => [inside, inside, count]);
}

function tableOf(rows: readonly IdRow[]): string {
  return rows.map((row) => `${row.join(' ')}\n`).join('');
}
