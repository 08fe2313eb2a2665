import { z } from 'zod';

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

/** A finding that the author of an image knows of, and why it is right so: an option of stages. */
export const acceptance = z.strictObject({
  finding: z
    .enum(FINDING_KINDS as [FindingKind, ...FindingKind[]])
    .describe('Name of the finding, as a publish tells it.'),
  path: z
    .string()
    .optional()
    .describe('File in the image that it is about, or a directory with all below it. Default: every file.')
    .meta({ examples: ['/srv/bin/serve'] }),
  reason: z.string().describe('Why it is right so.'),
});

export type Acceptance = Readonly<z.infer<typeof acceptance>>;

/** Whether an acceptance is for a finding of a kind about a file of the image; null: about no file. */
export function accepts(
  { finding, path }: Acceptance,
  about: { readonly kind: FindingKind; readonly file: string | null },
): boolean {
  if (finding !== about.kind) return false;
  if (path === undefined) return true;
  const directory = path.endsWith('/') ? path : `${path}/`;
  return about.file !== null && `${about.file}/`.startsWith(directory);
}
