import { type Dynamic, TAG } from './dynamic';
import { badElf, type ElfView } from './view';

const VER_FLG_BASE = 1;
const VER_FLG_WEAK = 2;
const VERSION_RECORD = 'a symbol version record';

/**
 * The symbol versions that must be there, by the SONAME they are wanted of, in file order (elf(5), Elf64_Verneed and
 * Vernaux). Weak ones are left out: the loader only remarks on them (glibc, elf/dl-version.c).
 */
export function versionsNeeded(view: ElfView, dynamic: Dynamic): Record<string, string[]> {
  const start = dynamic.pointer(TAG.versionsNeeded, 'the list of needed symbol versions');
  const needed = new Map<string, string[]>();
  for (const at of chain(view, start, dynamic.one(TAG.versionsNeededCount) ?? 0, 12)) {
    const library = dynamic.string(view.u32(at + 4, VERSION_RECORD), 'the library of a needed symbol version');
    const names = chain(view, at + view.u32(at + 8, VERSION_RECORD), view.u16(at + 2, VERSION_RECORD), 12)
      .filter((auxiliary) => (view.u16(auxiliary + 4, VERSION_RECORD) & VER_FLG_WEAK) === 0)
      .map((auxiliary) => dynamic.string(view.u32(auxiliary + 8, VERSION_RECORD), 'a needed symbol version'));
    const known = needed.get(library) ?? [];
    for (const name of names) known.push(name);
    needed.set(library, known);
  }
  return Object.fromEntries(needed);
}

/** The symbol versions a file defines, in file order, without its base version, which is its SONAME (Elf64_Verdef, VER_FLG_BASE). */
export function versionsDefined(view: ElfView, dynamic: Dynamic): string[] {
  const start = dynamic.pointer(TAG.versionsDefined, 'the list of defined symbol versions');
  return chain(view, start, dynamic.one(TAG.versionsDefinedCount) ?? 0, 16)
    .filter((at) => (view.u16(at + 2, VERSION_RECORD) & VER_FLG_BASE) === 0)
    .map((at) => {
      const auxiliary = at + view.u32(at + 12, VERSION_RECORD);
      return dynamic.string(view.u32(auxiliary, VERSION_RECORD), 'a defined symbol version');
    });
}

/** The offsets of up to `count` records of which each says, `next` bytes in, how far on its successor is; 0 ends the chain. */
function chain(view: ElfView, start: number | undefined, count: number, next: number): number[] {
  const offsets: number[] = [];
  for (let at = start ?? 0; start !== undefined && offsets.length < count;) {
    view.passRecord(VERSION_RECORD);
    offsets.push(at);
    const distance = view.u32(at + next, VERSION_RECORD);
    if (distance === 0) break;
    if (distance < 8) throw badElf(`${VERSION_RECORD} at offset ${at} overlaps its successor`);
    at += distance;
  }
  return offsets;
}
