import { BasewrightError, sha256File } from '@basewright/core';

/** Throws CHECKSUM_MISMATCH when a file's sha256 is none of those accepted. The message is the reason alone. */
export async function expectDigest(path: string, accepted: readonly string[]): Promise<void> {
  const found = await sha256File(path);
  if (accepted.includes(found)) return;
  throw new BasewrightError('CHECKSUM_MISMATCH', `its sha256 is ${found}, expected ${accepted.join(' or ')}`);
}
