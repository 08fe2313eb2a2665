import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What stands between a client and a registry. */
export interface RegistryProxy {
  /** `localhost:<port>`; speaks plain HTTP. */
  readonly host: string;
  /** What happens to the content of the next blobs, one each; all others go through. */
  readonly troubles: Trouble[];
  /** Told each time a blob's content has begun to come. */
  onBlob: () => void;
}

/** Half of a blob goes through, then: an answer 500, a connection that breaks, or nothing more at all. */
export type Trouble = 'error-500' | 'reset' | 'stall';

/** Calls a test with a proxy in front of the registry at `host`. */
export async function withProxy<T>(host: string, test: (proxy: RegistryProxy) => Promise<T>): Promise<T> {
  const server = createServer((incoming, response) => {
    const trouble = isBlob(incoming) ? proxy.troubles.shift() : undefined;
    if (isBlob(incoming)) proxy.onBlob();
    if (trouble === undefined) forward(host, incoming, response);
    else fail(trouble, incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy: RegistryProxy = { host: `localhost:${port}`, troubles: [], onBlob: () => undefined };
  try {
    return await test(proxy);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md ("Pushing a blob in chunks") */
function isBlob({ method, url = '' }: IncomingMessage): boolean {
  return method === 'PATCH' && url.includes('/blobs/uploads/');
}

/** The header Host stays: a registry makes the addresses it answers with from it. */
function forward(host: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = incoming;
  const outgoing = request(`http://${host}`, { method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => {
    response.destroy();
  });
  incoming.pipe(outgoing);
}

function fail(trouble: Trouble, incoming: IncomingMessage, response: ServerResponse): void {
  incoming.once('data', () => {
    if (trouble === 'reset') incoming.socket.resetAndDestroy();
    if (trouble === 'stall') incoming.pause();
    if (trouble !== 'error-500') return;
    // After the last byte: a client that is still sending may see its connection end before it reads the answer.
    incoming.once('end', () => response.writeHead(500).end()).resume();
  });
}
