import { fileName, imagePath, pathInside, sourceDate, version } from '@basewright/core';
import { elfFacts } from '@basewright/elf';
import { HARDENING_MEASURES, LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { artefact, defineContract } from './contract';

const program = z.strictObject({ file: artefact, elf: elfFacts });

const body = z.strictObject({
  libc: z.enum(LIBCS),
  version,
  sourceDate,
  busybox: program,
  /** busybox before stripping, for debuggers and size reports. */
  unstripped: artefact,
  getconf: program,
  /** Sorted by name; `path` is where BusyBox itself installs it: `/bin/ls`. */
  applets: z.array(z.strictObject({ name: fileName, path: imagePath })),
  /** What the compiler added against exploits, in the table's order. */
  hardening: z.array(z.enum(HARDENING_MEASURES)),
  /** Paths of the patches that were applied, in order, in the directory of fetch-and-verify. */
  patches: z.array(pathInside),
});

/** A program and what its ELF headers say. */
export type Program = z.infer<typeof program>;
export type CompileOutput = z.infer<typeof body>;

/** What compile leaves. */
export const compileOutput = defineContract<CompileOutput>({ stage: 'compile', schema: 4, body });
