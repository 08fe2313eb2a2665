import { type InstalledNode } from './installed-tree';
import { type OwnCertificate } from './own-certificates';
import { packageEffects, type PackageEffects, type PackageToInstall } from './package-effects';

/** What tests install: packages whose postinst is a few lines, on an image that has root. */

const owned = { owner: '0', group: '0', madeBy: null } as const;
export const file = (text = '', mode = 0o644): InstalledNode => ({ ...owned, type: 'file', mode, content: { text } });
export const program = file('', 0o755);
export const directory: InstalledNode = { ...owned, type: 'directory', mode: 0o755 };

export const packageOf = (
  name: string,
  postinst: string | null,
  nodes: Readonly<Record<string, InstalledNode>> = {},
  more: Readonly<Record<string, string>> = {},
): PackageToInstall => ({
  name,
  scripts: { ...(postinst === null ? {} : { postinst: `#!/bin/sh\nset -e\n${postinst}\n` }), ...more },
  triggers: '',
  nodes: new Map(Object.entries(nodes)),
});

export async function install(
  packages: readonly PackageToInstall[],
  base: Readonly<Record<string, InstalledNode>> = {},
  certificates: readonly OwnCertificate[] = [],
): Promise<PackageEffects> {
  return packageEffects(packages, {
    nodes: Object.entries(base).map(([path, node]) => [path, { ...node, isOfBase: true }] as const),
    users: [{ name: 'root', uid: 0, gid: 0, gecos: 'root', home: '/root', shell: '/bin/sh' }],
    groups: [{ name: 'root', gid: 0, members: [] }],
    reserved: [],
    certificates,
    architecture: 'arm64',
    multiarch: 'aarch64-linux-gnu',
    isWanted: (path) => !path.startsWith('/usr/share/man/'),
  });
}

/** What a script made of a package with some files, a word or two for each path. */
export async function made(
  postinst: string,
  nodes: Readonly<Record<string, InstalledNode>> = {},
): Promise<Record<string, string>> {
  const effects = await install([packageOf('one', postinst, nodes)]);
  return Object.fromEntries(
    [...effects.nodes].map(([path, node]) => [
      path,
      node.type === 'symlink'
        ? `-> ${node.target ?? ''}`
        : `${node.type} ${node.mode.toString(8)} ${node.owner}:${node.group}`,
    ]),
  );
}

export const unknown = async (postinst: string): Promise<string[]> =>
  (await install([packageOf('one', postinst)])).lines.flatMap(({ outcome, text }) =>
    outcome === 'unknown' ? [text] : [],
  );
