import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What goes wrong with a path. `times`: how often, then it is served as it is. Default: always. */
export type Trouble =
  | { readonly status: number; readonly times?: number }
  /** Half of it comes, then the connection breaks. */
  | { readonly cut: true; readonly times?: number }
  /** Something else comes, with 200. */
  | { readonly body: Buffer | string; readonly times?: number };

/** A mirror, and a snapshot service, that speak plain HTTP. */
export interface ArchiveServer {
  /** `http://127.0.0.1:<port>/`; below it lie the archives, and `snapshots/`. */
  readonly address: string;
  /** Every path that was asked for, in order, without the slash it begins with. */
  readonly requests: string[];
  /** What goes wrong, by path. */
  readonly troubles: Map<string, Trouble>;
  /** The paths below `dists/` that were asked for. */
  readonly indexRequests: () => readonly string[];
}

/** A snapshot service's answer depends on the time it is asked for: `snapshots/debian/20260101T000000Z/pool/…`. */
export interface Snapshots {
  /** The directory with what it has, by archive. */
  readonly directory: string;
  /** When it took that in, as it writes times: of an earlier time it has nothing. */
  importedAt: string;
}

/** Calls a test with a server of a directory. */
export async function withServer<T>(
  directory: string,
  snapshots: Snapshots,
  test: (server: ArchiveServer) => Promise<T>,
): Promise<T> {
  const requests: string[] = [];
  const troubles = new Map<string, Trouble>();
  const serve: RequestListener = ({ url = '' }, response) => {
    const path = decodeURIComponent(url.slice(1));
    requests.push(path);
    const trouble = nextTrouble(troubles, path);
    void answer(fileOf(path, directory, snapshots), trouble, response);
  };
  return listening(serve, (address) => {
    const indexRequests = (): string[] => requests.filter((path) => path.includes('/dists/'));
    return test({ address, requests, troubles, indexRequests });
  });
}

/** Calls a test with the address of an HTTP server, and ends that afterwards. */
export async function listening<T>(serve: RequestListener, test: (address: string) => Promise<T>): Promise<T> {
  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await test(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function nextTrouble(troubles: Map<string, Trouble>, path: string): Trouble | undefined {
  const trouble = troubles.get(path);
  if (trouble?.times === undefined) return trouble;
  if (trouble.times <= 1) troubles.delete(path);
  else troubles.set(path, { ...trouble, times: trouble.times - 1 });
  return trouble;
}

/** The path of the file that is asked for; null where there cannot be one. */
function fileOf(path: string, directory: string, snapshots: Snapshots): string | null {
  const [, archive, time, rest] = /^snapshots\/([^/]+)\/(\d{8}T\d{6}Z)\/(.+)$/.exec(path) ?? [];
  if (archive === undefined || time === undefined || rest === undefined) return join(directory, path);
  return time < snapshots.importedAt ? null : join(snapshots.directory, archive, rest);
}

async function answer(file: string | null, trouble: Trouble | undefined, response: ServerResponse): Promise<void> {
  if (trouble !== undefined && 'status' in trouble) return void response.writeHead(trouble.status).end();
  if (trouble !== undefined && 'body' in trouble) return void response.writeHead(200).end(trouble.body);
  const bytes = file === null ? null : await readFile(file).catch(() => null);
  if (bytes === null) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-length': bytes.length });
  if (trouble === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}
