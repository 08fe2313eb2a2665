import { type ImagePackage } from '@basewright/contracts';
import { packageRecord, parseStanzas } from '@basewright/debian';

import { type Check, failed, passed } from './check';

/**
 * Whether scanners see each package that an image has files of: that is by a record of its own in status.d, and by what says
 * whose advisories hold (https://github.com/GoogleContainerTools/distroless/blob/main/PACKAGE_METADATA.md). `read` gives the
 * text at a path of the image, nothing where there is no file.
 */
export async function packageChecks(
  read: (path: string) => Promise<string>,
  packages: readonly ImagePackage[],
): Promise<Check[]> {
  if (packages.length === 0) return [];
  const records = `scanners see each of ${packages.length} packages`;
  const problems: string[] = [];
  for (const { name, version } of packages) {
    const path = packageRecord(name);
    const [stanza] = parseStanzas(await read(path));
    if (stanza === undefined) problems.push(`${name}: there is no ${path}`);
    else if (stanza['Package'] !== name || stanza['Version'] !== version)
      problems.push(
        `${path}: it is about ${stanza['Package'] ?? ''} ${stanza['Version'] ?? ''}, not ${name} ${version}`,
      );
  }
  return [problems.length === 0 ? passed(records) : failed(records, problems.join('; ')), await identityCheck(read)];
}

const IDENTITY = 'scanners see whose advisories are for them';

/** By os-release; trivy, of Debian's packages, by debian_version alone. */
async function identityCheck(read: (path: string) => Promise<string>): Promise<Check> {
  const release = (await read('/etc/os-release')) || (await read('/usr/lib/os-release'));
  const id = /^ID="?([^"\n]+)/m.exec(release)?.[1];
  if (id === undefined) return failed(IDENTITY, '/etc/os-release has no ID');
  return id === 'debian' && (await read('/etc/debian_version')).trim() === ''
    ? failed(IDENTITY, 'there is no /etc/debian_version')
    : passed(IDENTITY);
}
