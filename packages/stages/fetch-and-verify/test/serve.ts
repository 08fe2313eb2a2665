import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A server on this machine for the length of a test. */
export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The paths asked for so far. */
  readonly requests: string[];
}

/** Calls `test` with a real HTTP server that answers with `listener`, then closes it. */
export async function serving<T>(listener: RequestListener, test: (server: TestServer) => Promise<T>): Promise<T> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await test({ url: `http://127.0.0.1:${port}`, requests });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
