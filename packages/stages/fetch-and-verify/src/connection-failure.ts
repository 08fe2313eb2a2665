import { types } from 'node:util';

import { reasonOf } from '@basewright/core';

/** Why a download failed, and whether the same host may do better at once. */
export interface ConnectionFailure {
  readonly reason: string;
  readonly retry: boolean;
  /** Nothing on this host will answer: other files of it need not be asked for. */
  readonly hostIsDead: boolean;
}

interface Verdict {
  readonly says: string;
  readonly retry?: true;
  readonly hostIsDead?: true;
}

/** By code of Node's net and dns, and of undici. */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: { says: 'the host name does not resolve', hostIsDead: true },
  EAI_AGAIN: { says: 'the host name does not resolve: no name server answers', hostIsDead: true },
  ECONNREFUSED: { says: 'the host refuses the connection', hostIsDead: true },
  EHOSTUNREACH: { says: 'there is no route to the host', hostIsDead: true },
  ENETUNREACH: { says: 'there is no route to the network', hostIsDead: true },
  ETIMEDOUT: { says: 'the connection could not be made in time', hostIsDead: true },
  UND_ERR_CONNECT_TIMEOUT: { says: 'the connection could not be made in time', hostIsDead: true },
  UND_ERR_HEADERS_TIMEOUT: { says: 'the host accepts the connection and does not answer', hostIsDead: true },
  UND_ERR_BODY_TIMEOUT: { says: 'nothing came for too long', retry: true },
  UND_ERR_SOCKET: { says: 'the connection was closed before the end', retry: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { says: 'the connection was closed before the end', retry: true },
  ECONNRESET: { says: 'the connection was reset', retry: true },
  EPIPE: { says: 'the connection was reset', retry: true },
};

/** Reads what a request threw. Certificates and whatever else is not known are given in their own words. */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  const verdict = codesOf(thrown).flatMap((code) => VERDICTS[code] ?? [])[0];
  if (verdict === undefined) return { reason: deepestReason(thrown), retry: false, hostIsDead: false };
  return { reason: verdict.says, retry: verdict.retry ?? false, hostIsDead: verdict.hostIsDead ?? false };
}

/** The codes of an error, of its causes, and of the attempts it sums up (one per address of the host). */
function codesOf(thrown: unknown): string[] {
  if (!types.isNativeError(thrown)) return [];
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : [];
  const attempts = 'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors.flatMap(codesOf) : [];
  return [...own, ...attempts, ...codesOf(thrown.cause)];
}

function deepestReason(thrown: unknown): string {
  return types.isNativeError(thrown) && thrown.cause !== undefined ? deepestReason(thrown.cause) : reasonOf(thrown);
}
