import { z } from 'zod';

/** What the stages need to know of an ELF file, read from its headers; nothing is run. */
export const elfFacts = z.strictObject({
  /** e_machine, as numbered in elf.h. */
  machine: z.int(),
  bits: z.union([z.literal(32), z.literal(64)]),
  endian: z.enum(['little', 'big']),
  /** ET_EXEC or ET_DYN; a static PIE is `shared` with no interpreter. */
  type: z.enum(['executable', 'shared', 'relocatable', 'core', 'other']),
  /** PT_INTERP, or null. */
  interpreter: z.string().nullable(),
  /** DT_NEEDED in file order. */
  needed: z.array(z.string()),
  soname: z.string().nullable(),
  /** DT_RUNPATH, split at colons: where the loader looks for what this file needs. */
  runpath: z.array(z.string()),
  /** DT_RPATH, split at colons: as RUNPATH, but for all that this file's needs need in turn too. Empty beside a RUNPATH. */
  rpath: z.array(z.string()),
  /** No interpreter and nothing needed. */
  static: z.boolean(),
  /** DF_1_PIE, or ET_DYN with an interpreter and no SONAME (libc.so.6 has both). */
  pie: z.boolean(),
  /** A PT_GNU_RELRO segment is there. */
  relro: z.boolean(),
  /** DF_BIND_NOW or DF_1_NOW. */
  bindNow: z.boolean(),
  /** DT_TEXTREL or DF_TEXTREL: the loader would have to write to code. */
  textrel: z.boolean(),
  /** PT_GNU_STACK asks for an executable stack. */
  executableStack: z.boolean(),
  /** The smallest p_align of the LOAD segments, in bytes; 0 without such segments. */
  segmentAlignment: z.int(),
  /**
   * The instruction sets the file says it needs: `armv5TE` and `VFPv3-D16`, `rv64i` and `zicsr`, `x86-64-v2`. Empty where
   * it does not say, as on arm64, ppc64le and s390x.
   */
  instructionSets: z.array(z.string()),
  /** Symbol versions that must be there, by the library they are wanted of: `libc.so.6` to [`GLIBC_2.34`]. */
  versionsNeeded: z.record(z.string(), z.array(z.string())),
  /** Symbol versions this file defines, without the base version that repeats its SONAME. */
  versionsDefined: z.array(z.string()),
  /** No symbol table and no debug information is in the file; also true without a section table. */
  stripped: z.boolean(),
});

export type ElfFacts = z.infer<typeof elfFacts>;
