import { z } from 'zod';

import { artefact, defineContract } from '../contract';

const library = z.strictObject({
  /** Absolute path in the image. */
  path: z.string(),
  file: artefact,
  /** The Debian package it is from, and that package's version. */
  package: z.string(),
  version: z.string(),
  /** Who needs it: absolute image paths, or `nsswitch.conf: hosts` and the like. */
  neededBy: z.array(z.string()),
});

const body = z.strictObject({
  libraries: z.array(library),
  /** Symbolic links the loader relies on: image path to target. */
  links: z.record(z.string(), z.string()),
  /** Configuration files the libc reads: image path to artefact. */
  files: z.record(z.string(), artefact),
});

/** One shared object of the closed set. */
export type ResolvedLibrary = z.infer<typeof library>;
export type LibrariesOutput = z.infer<typeof body>;

/** What library-resolve leaves: every shared object the programs need, with the reason for each. Empty for static images. */
export const librariesOutput = defineContract<LibrariesOutput>({ stage: 'library-resolve', schema: 1, body });
