import { type ErrorCode } from '@basewright/core';

/** Which way an image goes. */
export type Way = 'push' | 'pull';

/** What stood in the way of an image. */
export interface RegistryFailure {
  readonly code: ErrorCode;
  /** The end of "cannot push X to Y: …". */
  readonly cause: string;
  readonly hint: string;
  /** Whether the same request can succeed a moment later. */
  readonly retry: boolean;
}

interface Row extends Omit<RegistryFailure, 'hint' | 'cause'> {
  /** In skopeo's own words, which quote the registry's, the HTTP library's or the system's. */
  readonly when: RegExp;
  readonly cause: string | ((way: Way) => string);
  readonly hint: (repository: string, host: string, way: Way) => string;
}

/** As in "push to". */
export const PREPOSITION: Readonly<Record<Way, string>> = { push: 'to', pull: 'from' };

/** The first row that fits counts. */
const FAILURES: readonly Row[] = [
  {
    when: /server gave HTTP response to HTTPS client/,
    code: 'UNREACHABLE',
    cause: 'the registry speaks plain HTTP',
    hint: () => 'plain HTTP is used for this machine only; for another, set "insecure": true (--insecure)',
    retry: false,
  },
  {
    when: /x509|certificate|tls: /,
    code: 'UNREACHABLE',
    cause: 'the certificate of the registry cannot be verified',
    hint: (_repository, host) =>
      `give the directory with its CA (*.crt) as certDir, or put the CA into /etc/containers/certs.d/${host}/`,
    retry: false,
  },
  {
    when: /unauthorized|authentication required|invalid username\/password|status:? (code )?401/i,
    code: 'DENIED',
    cause: 'the registry wants a user and a password that it knows',
    hint: (_repository, host) =>
      `skopeo login ${host} (podman login and docker login do as well), or name the file with them in REGISTRY_AUTH_FILE`,
    retry: false,
  },
  {
    when: /denied|forbidden|status:? (code )?403/i,
    code: 'DENIED',
    cause: (way) => `the registry does not let this user ${way}`,
    hint: (repository, _host, way) =>
      `ask for the right to ${way} ${PREPOSITION[way]} ${repository}, or log in as somebody who has it`,
    retry: false,
  },
  {
    when: /file too large/,
    code: 'BAD_INPUT',
    cause: 'the registry sends more than the manifest says',
    hint: (repository) =>
      `what ${repository} has under this digest is damaged, or made to fill disks: use another image`,
    retry: false,
  },
  {
    when: /no such host/,
    code: 'UNREACHABLE',
    cause: 'no host has this name',
    hint: (_repository, host) => `check the name ${host}`,
    retry: false,
  },
  {
    when: /deadline exceeded/,
    code: 'UNREACHABLE',
    cause: 'the registry did not answer in time',
    hint: (_repository, host) => `check that ${host} is a registry, and the way to it`,
    retry: false,
  },
  {
    when: /toomanyrequests|status:? (code )?(429|5\d\d)|internal server error|bad gateway|service unavailable|gateway time-?out/i,
    code: 'UNREACHABLE',
    cause: 'the registry answers with an error of its own',
    hint: () => 'try again later; what is there already is not sent again',
    retry: true,
  },
  {
    when: /connection (refused|reset)|closed network connection|broken pipe|EOF|timeout|unreachable|no route to host|server misbehaving|temporary failure/i,
    code: 'UNREACHABLE',
    cause: 'the registry cannot be reached',
    hint: (_repository, host) => `check that a registry listens at ${host}; what is there already is not sent again`,
    retry: true,
  },
  {
    when: /not found|(name|manifest|blob) unknown|status:? (code )?404/i,
    code: 'NOT_FOUND',
    cause: (way) => `the registry has no such ${way === 'push' ? 'repository' : 'image'}`,
    hint: (repository, _host, way) =>
      way === 'push'
        ? `make ${repository} first, or check its name; some registries make none by themselves`
        : `check the name ${repository} and the digest; what nobody tags any more may have been deleted`,
    retry: false,
  },
];

/** What a failed skopeo was stopped by, judged by its last words. What the text has of the repository's name is left out. */
export function registryFailure(message: string, repository: string, way: Way): RegistryFailure {
  const words = message.replaceAll(repository, '').replace(/sha256:[0-9a-f]*/g, '');
  const [host = ''] = repository.split('/');
  const row = FAILURES.find(({ when }) => when.test(words.replaceAll(host, '')));
  if (row === undefined) {
    return { code: 'TOOL_FAILED', cause: 'skopeo failed', hint: 'see what skopeo says above', retry: false };
  }
  const { code, cause, retry, hint } = row;
  return { code, cause: typeof cause === 'string' ? cause : cause(way), retry, hint: hint(repository, host, way) };
}
