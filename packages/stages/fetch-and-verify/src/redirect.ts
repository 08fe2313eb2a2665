const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Where an answer redirects to, or null when it does not. Throws when it leads away from https: who asks for https does
 * not want a name in clear on the wire, even though the digest decides about the bytes.
 */
export function redirectTarget(from: URL, status: number, location: string | string[] | undefined): URL | null {
  if (!REDIRECTS.includes(status)) return null;
  if (typeof location !== 'string' || !URL.canParse(location, from.href)) {
    throw new Error(`the host redirects to nowhere (status ${status})`);
  }
  const to = new URL(location, from.href);
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return to;
  throw new Error(`the host redirects from ${from.protocol} to ${to.protocol}//${to.host}`);
}
