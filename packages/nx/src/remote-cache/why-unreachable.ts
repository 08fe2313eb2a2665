import { once } from 'node:events';
import { connect } from 'node:net';

import { reasonOf } from '@basewright/core';

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const TIMEOUT_MS = 3000;

/**
 * Why nobody listens at the host and port of a URL, or null when somebody does. Only a connection is made: certificates
 * and what is answered are judged by Nx, whose client has its own rules for both.
 */
export async function whyUnreachable(url: URL): Promise<string | null> {
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
