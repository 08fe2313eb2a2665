import { imagePath, linkTarget, packageName, version } from '@basewright/core';
import { z } from 'zod';

import { artefact, defineContract } from './contract';
import { imagePackage } from './image-package';

const library = z.strictObject({
  /** Absolute path in the image. */
  path: imagePath,
  file: artefact,
  /** The Debian package it is from, and that package's version. */
  package: packageName,
  version,
  /** Who needs it: absolute image paths, or `nsswitch.conf: hosts` and the like. */
  neededBy: z.array(z.string()),
});

const program = library.omit({ neededBy: true });

const gap = z.strictObject({
  kind: z.enum(['nss', 'dlopen', 'gconv', 'locales', 'ca-certificates', 'time-zones']),
  /** What is not in the image, for people. */
  lacks: z.string(),
  /** The image paths of those who may ask for it, sorted. */
  files: z.array(z.string()),
  /** What in image.json fills the gap. */
  option: z.string(),
});

const body = z.strictObject({
  libraries: z.array(library),
  /** Programs and other files of Debian packages that the image asks for. */
  programs: z.array(program),
  /** Symbolic links, those of packages and those the loader relies on: image path to target. */
  links: z.record(imagePath, linkTarget),
  /** Configuration files the libc reads, and the records of packages that scanners read: image path to artefact. */
  files: z.record(imagePath, artefact),
  /** The packages that the libraries and programs are from, by name; each has its record among the files. */
  packages: z.array(imagePackage),
  /** Which release of Debian they are from: the texts of its os-release and debian_version; null without packages. */
  debian: z.strictObject({ osRelease: z.string(), version: z.string() }).nullable(),
  /** What programs may ask for at run time and will not find. */
  gaps: z.array(gap),
  /** What became of requests that were not what they seem, one sentence each. */
  remarks: z.array(z.string()),
  /** How this departs from what the lock file pins, one line each. */
  departures: z.array(z.string()),
});

/** One shared object of the closed set. */
export type ResolvedLibrary = z.infer<typeof library>;
/** Something that no ELF header names, that an image has not, and that something in it may ask for. */
export type LibraryGap = z.infer<typeof gap>;
export type LibraryResolveOutput = z.infer<typeof body>;

/** What library-resolve leaves: every shared object the programs need, with the reason for each. Empty for static images. */
export const libraryResolveOutput = defineContract<LibraryResolveOutput>({ stage: 'library-resolve', schema: 4, body });
