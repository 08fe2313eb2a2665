import { machineProblem } from '@basewright/elf';

import { type FileContext } from './check-file';
import { type Finding } from './finding';
import { MUSL_NAMES } from './loader';
import { isStartable } from './program';
import { mayBeProgram } from './tree-facts';

/**
 * Libraries that an image adds and that a program may load by name, as the modules of Node, Python and nginx are: what they
 * need, and what is nowhere in the image. Whoever loads them may have loaded that, or know where it is.
 */
export function libraryFindings({ facts, platform, places }: FileContext): Finding[] {
  const hasGlibc = places.has('libc.so.6');
  const hasMusl = [...places.keys()].some((name) => name.startsWith('ld-musl-'));
  return [...facts.nodes].flatMap(([path, { type, mode, origin, program }]): Finding[] => {
    if (type !== 'file' || origin === undefined || program?.kind !== 'elf') return [];
    const { elf } = program;
    if (!mayBeProgram(path, mode) || isStartable(path, elf) || machineProblem(platform, elf) !== undefined) return [];
    // Bundles have one for each libc; the other's is never loaded.
    const isMusls = elf.needed.some((name) => /^libc\.(musl-|so$)/.test(name));
    if (isMusls ? !hasMusl : !hasGlibc && !hasMusl) return [];
    const missing = elf.needed.filter((name) => !places.has(name) && !(hasMusl && MUSL_NAMES.test(name)));
    const libc = isMusls || !hasGlibc ? 'musl' : 'glibc';
    return missing.map((need) => ({
      kind: 'missing-library',
      severity: 'warning',
      file: path,
      need,
      libc,
      package: null,
      place: origin,
      problem: `needs ${need}, which is not in the image`,
    }));
  });
}
