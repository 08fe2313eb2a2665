import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { dynamicSymbols } from '@basewright/elf';
import { resolvePath } from '@basewright/core';
import { type BaseTree } from '@basewright/tree';

import { mergedPath } from './left-out';
import { type LayerPackage, type PackageNode } from './read-packages';

/** A part of a package that every Debian has. */
interface Part {
  readonly package: string;
  /** The paths of it; others of the package stay away. */
  readonly paths: RegExp;
  /** Where an image has it already. */
  readonly known: string;
  readonly isNeeded: (nodes: readonly PackageNode[]) => boolean;
  /** Its scripts are followed: what they make is why it is wanted. */
  readonly isConfigured?: true;
}

const PARTS: readonly Part[] = [
  {
    package: 'ncurses-base',
    paths: /./,
    known: '/usr/share/terminfo/x/xterm',
    isNeeded: (nodes) => nodes.some((node) => neededBy(node).some((name) => /^lib(tinfo|ncurses)w?\.so/.test(name))),
  },
  {
    package: 'libc-bin',
    paths: /^\/usr\/(lib\/locale\/C\.utf8|share\/doc\/libc-bin)(\/|$)/,
    known: '/usr/lib/locale/C.utf8/LC_CTYPE',
    isNeeded: (nodes) => nodes.some((node) => imports(node, 'setlocale')),
  },
  {
    package: 'libc-bin',
    paths: /^\/(usr\/sbin\/ldconfig|sbin\/ldconfig|usr\/share\/doc\/libc-bin)(\/|$)|^\/etc\/ld\.so\.conf/,
    known: '/usr/sbin/ldconfig',
    // Python's ctypes asks it where libraries are; nothing else of Debian's reads the cache but the loader, which does without.
    isNeeded: (nodes) => nodes.some(({ path }) => /\/ctypes\/util\.py$/.test(path)),
  },
  {
    package: 'libpam-runtime',
    // What is in there is for who administers a machine, in Perl.
    paths: /^(?!\/usr\/sbin\/)/,
    known: '/etc/pam.d/common-auth',
    isNeeded: (nodes) => nodes.some(includesCommon),
    isConfigured: true,
  },
];

/** Whether it is a service's file for PAM that takes in one that all services have (pam.conf(5)). */
function includesCommon({ path, source }: PackageNode): boolean {
  return (
    path.startsWith('/etc/pam.d/') && source !== undefined && /^@include\s+common-/m.test(readFileSync(source, 'utf8'))
  );
}

/** What packages need of those that every Debian has, and what neither they nor their base bring. */
export function essentialNeeds(packages: readonly LayerPackage[], base: BaseTree): readonly Part[] {
  const nodes = packages.flatMap(({ entries }) => entries);
  const names = new Set(packages.map((one) => one.package.name));
  return PARTS.filter(
    (part) => !names.has(part.package) && !base.has(resolvePath(base, part.known) ?? '') && part.isNeeded(nodes),
  );
}

/** The packages of which parts are needed, with these alone. Scripts are about the whole of a package: those of a part are left. */
export function essentialParts(packages: readonly LayerPackage[], needs: readonly Part[]): LayerPackage[] {
  return packages.flatMap((one): LayerPackage[] => {
    const wanted = needs.filter((part) => part.package === one.package.name);
    const isWanted = (path: string): boolean => wanted.some(({ paths }) => paths.test(path));
    const files = one.entries.filter(({ path, type }) => type !== 'directory' && isWanted(path));
    const above = new Set(files.flatMap(({ path }) => parentsOf(path)));
    const entries = one.entries.filter((entry) => files.includes(entry) || above.has(entry.path));
    if (wanted.length === 0) return [];
    const isConfigured = wanted.some((part) => part.isConfigured === true);
    return [{ ...one, ...(isConfigured ? {} : { scripts: {}, triggers: '' }), entries }];
  });
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '/' ? ['/'] : [parent, ...parentsOf(parent)];
}

function neededBy({ program }: PackageNode): readonly string[] {
  return program?.kind === 'elf' ? program.elf.needed : [];
}

/** Whether a program or library takes a function from another one. */
function imports({ path, source, program }: PackageNode, name: string): boolean {
  // The C library has it itself.
  if (program?.kind !== 'elf' || source === undefined || posix.basename(mergedPath(path)).startsWith('libc.so'))
    return false;
  return dynamicSymbols(readFileSync(source)).imported.includes(name);
}
