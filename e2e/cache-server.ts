import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { docBlocks } from './doc-blocks';
import { makeNetwork, type Network } from './machines';
import { REPOSITORY } from './repository';

/** Tokens that the server of a test knows. */
export const TOKENS = { write: 'sesame-write', read: 'sesame-read' } as const;

/** Where the configuration that is shipped listens. */
export const PORT = 8080;

/** The environment in which nx uses the cache server at an address: `10.77.0.1`, `127.0.0.1:4711`. */
export function cacheEnvironment(address: string, token: string): Record<string, string> {
  return {
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://${address.includes(':') ? address : `${address}:${PORT}`}`,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  };
}

/** Where a server of a test runs: on another machine, or on this one at a port that is free. */
export type Place = { readonly through: readonly string[] } | { readonly port: number };

/** What docs/how-to/share-the-cache.md has one type, with another directory for `/srv/nx-cache`. */
function commandsOfPage(directory: string, isRoot: boolean): { prepare: string; start: string } {
  const page = readFileSync(join(REPOSITORY, 'docs/how-to/share-the-cache.md'), 'utf8');
  const [{ text } = { text: '' }] = docBlocks(page);
  const own = text
    .replaceAll('/srv/nx-cache', directory)
    .replaceAll('node_modules/@basewright/nx', join(REPOSITORY, 'packages/nx'))
    .replaceAll(' -o nobody', isRoot ? ' -o nobody' : '');
  const lines = own.trimEnd().split('\n');
  // In /srv everybody may look; a temporary directory is its owner's.
  return { prepare: [`chmod a+x ${dirname(directory)}`, ...lines.slice(0, -1)].join('\n'), start: lines.at(-1) ?? '' };
}

/** Starts nginx with the configuration that is shipped, in a directory of its own; returns what stops it. */
export async function startCacheServer(directory: string, place: Place): Promise<() => Promise<void>> {
  // Who is root on a machine of a test network has no other account there.
  const hasOthers = 'port' in place && process.getuid?.() === 0;
  const { prepare, start } = commandsOfPage(directory, hasOthers);
  execFileSync('sh', ['-ec', prepare]);
  appendFileSync(join(directory, 'tokens.conf'), `"Bearer ${TOKENS.write}" write;\n"Bearer ${TOKENS.read}" read;\n`);
  const configuration = join(directory, 'nginx.conf');
  const listen = 'port' in place ? `127.0.0.1:${place.port}` : String(PORT);
  writeFileSync(configuration, readFileSync(configuration, 'utf8').replace(`listen ${PORT};`, `listen ${listen};`));
  const through = 'through' in place ? place.through : [];
  // In the foreground, so that the test can stop it.
  const [program, ...args] = [
    ...through,
    'sh',
    '-c',
    `exec ${start} -e stderr -g 'daemon off;${hasOthers ? '' : ' user root;'}'`,
  ];
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await setTimeout(500);
  if (server.exitCode !== null) throw new Error(`nginx does not start: ${said}`);
  return async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
  };
}

/** A network with a cache server on its first machine. */
export interface CacheNetwork {
  readonly network: Network;
  /** The server's address in it. */
  readonly address: string;
  /** A directory for what a test leaves. */
  readonly scratch: string;
  /** Stops the server; a second time does nothing. */
  stop(): Promise<void>;
  /** Stops it and removes everything. */
  remove(): Promise<void>;
}

/** Makes a network and starts the server in it. */
export async function makeCacheNetwork(): Promise<CacheNetwork> {
  const scratch = mkdtempSync(join(tmpdir(), 'basewright-cache-'));
  const network = await makeNetwork();
  const { address, through } = await network.add();
  const stop = await startCacheServer(join(scratch, 'server'), { through });
  const remove = async (): Promise<void> => {
    await stop();
    network.remove();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { network, address, scratch, stop, remove };
}
