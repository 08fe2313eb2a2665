/**
 * What can keep an image, or a program that it adds, from starting, by the name that `accept` of image.json switches it off
 * with.
 */
export const FINDINGS = {
  'unknown-user': 'image.user names an account that the image does not have',
  'missing-program': 'an entrypoint, a command or the shell of an account is not in the image',
  'not-executable': 'one of these is there, but cannot be executed',
  'no-shebang': 'an executable file is neither a program nor a script with a first line that names what runs it',
  'carriage-return': 'the first line of a script ends in a carriage return, which becomes part of a name',
  'missing-interpreter': 'what runs a script, or the loader of a program, is not in the image',
  'missing-library': 'a shared library that a program needs is not in the image',
  'missing-version': 'a shared library is older than the one that a program was linked with',
  'other-machine': 'a program is for another machine',
  'dangling-link': 'a link that image.json makes, or that comes with programs, leads to nothing',
  'link-circle': 'a symbolic link leads in a circle',
} as const;

export type FindingKind = keyof typeof FINDINGS;

/** The names, in the order in which they are told. */
export const FINDING_KINDS = Object.keys(FINDINGS) as readonly FindingKind[];

/** A finding that the author of an image knows of, and why it is right so. */
export interface Acceptance {
  readonly finding: FindingKind;
  /** The file that it is about, or a directory with all below it. Default: every file. */
  readonly path?: string | undefined;
  readonly reason: string;
}
