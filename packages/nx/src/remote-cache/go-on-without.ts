import { once } from 'node:events';
import { connect } from 'node:net';

import { reasonOf } from '@basewright/core';

/** Where Nx's client is told of its server. */
const SERVER = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy'];

/** In Nx's daemon the environment is changed for good; the server may be there again before the next run. */
let configured: string | undefined;

/** Whether Nx has been told of a server. */
export function isRemoteCacheSet(environment: NodeJS.ProcessEnv = process.env): boolean {
  return (environment[SERVER] ?? '') !== '';
}

/**
 * Before a run: takes a remote cache that nobody serves out of the environment, and says so. Nx itself fails a run
 * whose cache server is down. Behind a proxy nothing is looked at: only the proxy knows who answers.
 */
export async function goOnWithoutRemoteCache(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const server = environment[SERVER] ?? '';
  if (server !== '') configured = server;
  if (configured === undefined || !URL.canParse(configured)) return;
  if (PROXIES.some((name) => (environment[name] ?? environment[name.toUpperCase()] ?? '') !== '')) return;
  const url = new URL(configured);
  const reason = await whyUnreachable(url);
  if (reason === null) return;
  environment[SERVER] = '';
  process.stderr.write(`\nwarning: the remote cache at ${url.host} is left out: ${reason}\n`);
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const TIMEOUT_MS = 3000;

/**
 * Why nobody listens at the host and port of a URL, or null when somebody does. Only a connection is made: certificates
 * and what is answered are judged by Nx, whose client has its own rules for both.
 */
async function whyUnreachable(url: URL): Promise<string | null> {
  const port = url.port === '' ? (PORTS[url.protocol] ?? 80) : Number(url.port);
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return null;
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError'
      ? `no answer within ${TIMEOUT_MS / 1000} seconds`
      : reasonOf(error);
  } finally {
    socket.destroy();
  }
}
