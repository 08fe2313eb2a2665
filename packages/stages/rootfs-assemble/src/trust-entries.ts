import { type Platform } from '@basewright/core';
import { type OwnCertificate, packageEffects } from '@basewright/effects';
import { type TreeEntry } from '@basewright/tree';

/** What makes an author's certificates trusted in an image that is made on none: see update-ca-certificates(8). */
export async function trustEntries(
  certificates: readonly OwnCertificate[],
  { debianArch, multiarch }: Platform,
): Promise<TreeEntry[]> {
  const { nodes } = await packageEffects([], {
    ...{ nodes: [], users: [], groups: [], reserved: [], certificates },
    ...{ architecture: debianArch, multiarch, isWanted: () => true },
  });
  return [...nodes].flatMap(([path, { type, mode, target = '', content }]): TreeEntry[] => {
    const at = { path, uid: 0, gid: 0, origin: 'certificates' };
    if (type === 'directory') return [{ ...at, type, mode, implied: true }];
    if (type === 'symlink') return [{ ...at, type, mode, target }];
    return content !== undefined && 'text' in content
      ? [{ ...at, type, mode, content: { bytes: Buffer.from(content.text) } }]
      : [];
  });
}
