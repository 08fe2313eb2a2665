import { createWriteStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { BasewrightError, systemCodeOf } from '@basewright/core';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';

import { countBytes } from './byte-counter';
import { type ConnectionFailure, connectionFailure } from './connection-failure';
import { redirectTarget } from './redirect';

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
const RETRY_DELAYS_MS = [200, 1000];
const MOST_REDIRECTS = 5;

/** What to download, and where it goes. */
interface Download {
  readonly url: URL;
  /** Path of the file that is written; its content is worth nothing when the download throws. */
  readonly to: string;
  /** Stops a server that never ends. */
  readonly maxBytes: number;
  /** What it is called in progress lines. */
  readonly label: string;
}

/** Downloads files over HTTP(S) for the length of one stage. */
export interface Downloader {
  /** Resolves when the whole body is in the file. Throws UNREACHABLE with the reason, or what the disk throws. */
  download(wanted: Download): Promise<void>;
  close(): Promise<void>;
}

/** What one downloader keeps between requests: connections, and the hosts that do not answer with the reason of each. */
interface Session {
  readonly dispatcher: Dispatcher;
  readonly deadHosts: Map<string, ConnectionFailure>;
}

/** Opens a downloader that uses the proxies of the environment, and asks a host that does not answer only once. */
export function openDownloader(): Downloader {
  const dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: IDLE_TIMEOUT_MS,
    bodyTimeout: IDLE_TIMEOUT_MS,
  });
  const session = { dispatcher, deadHosts: new Map<string, ConnectionFailure>() };
  return {
    download: (wanted) => downloadWithRetries(session, wanted),
    close: () => dispatcher.destroy(),
  };
}

async function downloadWithRetries(session: Session, wanted: Download): Promise<void> {
  for (const delay of [...RETRY_DELAYS_MS, null]) {
    const failure = await attempt(session, wanted);
    if (failure === null) return;
    if (!failure.retry || delay === null) throw new BasewrightError('UNREACHABLE', failure.reason);
    await sleep(delay);
  }
}

/** Null when the file is whole. */
async function attempt(session: Session, wanted: Download): Promise<ConnectionFailure | null> {
  const answer = await follow(session, wanted.url);
  if ('reason' in answer) return answer;
  const { statusCode, headers, body } = answer;
  if (statusCode === 200) return save(body, wanted, announcedBytes(headers['content-length']));
  abandon(body);
  const retry = statusCode >= 500 || statusCode === 429;
  return { reason: `the host answers with status ${statusCode}`, retry, hostIsDead: false };
}

async function follow(session: Session, first: URL): Promise<Dispatcher.ResponseData | ConnectionFailure> {
  let url = first;
  for (let followed = 0; followed <= MOST_REDIRECTS; followed += 1) {
    const known = session.deadHosts.get(url.host);
    if (known !== undefined) return known;
    try {
      // Bytes as they are stored: a body that the server compresses would have another digest.
      const headers = { 'accept-encoding': 'identity', 'user-agent': 'basewright' };
      const answer = await request(url, { dispatcher: session.dispatcher, headers });
      const next = redirectTarget(url, answer.statusCode, answer.headers['location']);
      if (next === null) return answer;
      abandon(answer.body);
      url = next;
    } catch (thrown) {
      const failure = connectionFailure(thrown);
      if (failure.hostIsDead) session.deadHosts.set(url.host, failure);
      return failure;
    }
  }
  return { reason: `the host redirects more than ${MOST_REDIRECTS} times`, retry: false, hostIsDead: false };
}

async function save(body: Readable, wanted: Download, announced: number | null): Promise<ConnectionFailure | null> {
  const counter = countBytes({ label: wanted.label, announced, maxBytes: wanted.maxBytes });
  try {
    await pipeline(body, counter.through, createWriteStream(wanted.to, { mode: 0o644 }));
    return null;
  } catch (thrown) {
    if (DISK_CODES.includes(systemCodeOf(thrown) ?? '')) throw thrown;
    const failure = connectionFailure(thrown);
    return { ...failure, reason: `${failure.reason} (${counter.soFar()} had come)` };
  }
}

const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'EMFILE'];

/** Lets go of a body that nobody reads; undici emits an error on it, which is what was asked for. */
function abandon(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function announcedBytes(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : null;
}
