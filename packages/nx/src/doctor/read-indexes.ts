import { openStore, withTemporaryDirectory } from '@basewright/core';
import { type DebianSettings, openApt, SECURITY_ARCHIVE } from '@basewright/debian';

/** Said where updates would be missed. */
const NO_SECURITY =
  'no archive of security updates is looked into: name one with the option debian.securityMirror, or add it to apt';

/**
 * Reads the package indexes of the suite from the mirror and checks their signature, in a store of its own: indexes
 * that lie in the user's would hide a mirror that no longer answers. Throws UNREACHABLE with apt's words.
 */
export async function readIndexes(debian: DebianSettings): Promise<string> {
  return withTemporaryDirectory('doctor', async (directory) => {
    const { settings } = await openApt(openStore({ BASEWRIGHT_STORE: directory }), debian, []);
    const places = settings.archives.map(
      ({ keyring, mirror, suites }) => `${suites.join(', ')} from ${mirror}, signed by ${keyring}`,
    );
    const isSecure = settings.archives.some(({ name }) => name === SECURITY_ARCHIVE);
    return [...places, ...(isSecure ? [] : [NO_SECURITY])].join('\n');
  });
}
