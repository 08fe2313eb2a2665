import { z } from 'zod';

import { isTag } from '../image-name';

/** `name` of image.json, and of its project: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md */
export const projectName = z
  .string()
  .max(128)
  .regex(
    /^[a-z0-9]+([._-][a-z0-9]+)*$/,
    'expected the name of an image project: lower-case letters, digits, "-", "_" and "."',
  );

/** Of a Debian package: https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
export const packageName = z
  .string()
  .max(255)
  .regex(/^[a-z0-9][a-z0-9+.-]+$/, 'expected the name of a Debian package');

/** Of a release or of a Debian package (deb-version(7)): one word, which may become part of a file name. */
export const version = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9.+:~_-]*$/, 'expected a version');

/** Of a Debian architecture: `amd64`, `all`. */
export const architecture = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected the name of an architecture');

/**
 * Of a user or group in an image, as useradd(8) takes it, and with capitals, which nobody refuses in a table: a colon or a
 * line break would be another field or another account.
 */
export const accountName = z
  .string()
  .max(32)
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/, 'expected the name of an account: letters, digits, "_", "-" and "."');

/** What a registry takes as a tag. */
export const tag = z.string().refine(isTag, 'expected a tag: letters, digits, "_", "." and "-", at most 128');

/** Name of a file in a directory: one printable word of ASCII, as BusyBox's applets have it: `[`, `ls`. */
export const fileName = z
  .string()
  .max(255)
  .regex(/^(?!\.{1,2}$)[!-.0-~]+$/, 'expected the name of a file');

/** Seconds since 1970, of a date that RFC 3339 can write. */
export const sourceDate = z.int().min(-62_167_219_200).max(253_402_300_799);
