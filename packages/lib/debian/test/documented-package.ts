import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { type DebianPackage } from '@basewright/contracts';
import { exec } from '@basewright/core';

/** What a package is made of, by path: text is compressed, bytes are as they are. */
export type Contents = Readonly<
  Record<string, string | Buffer | { readonly link: string } | { readonly hard: string }>
>;

/** An entry of a changelog. */
export function entry(version: string, changes = '* x', source = 'foo'): string {
  return `${source} (${version}) trixie; urgency=low\n\n  ${changes}\n\n -- a <b> now\n`;
}

/** Makes the tree that a .deb is built from, below an absolute directory. */
export async function writeTree(
  tree: string,
  contents: Contents,
  { name, version, architecture }: Pick<DebianPackage, 'name' | 'version' | 'architecture'>,
): Promise<void> {
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  const fields = `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\n`;
  await writeFile(join(tree, 'DEBIAN/control'), `${fields}Maintainer: nobody\nDescription: x\n`);
  for (const [path, what] of Object.entries(contents)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    if (typeof what === 'string') await writeFile(join(tree, path), gzipSync(what));
    else if (Buffer.isBuffer(what)) await writeFile(join(tree, path), what);
    else if ('hard' in what) await exec('ln', [join(tree, what.hard), join(tree, path)]);
    else await symlink(what.link, join(tree, path));
  }
}

/** Builds the .deb `archive` from a tree, in a compression that Debian uses, and removes the tree. */
export async function buildArchive(tree: string, archive: string): Promise<void> {
  await exec('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, archive]);
  await rm(tree, { recursive: true });
}
