import { describeMistake, explainIssue, refusalOf, repositoryMistake } from '@basewright/core';
import { type DebianSettings, debianSettings } from '@basewright/debian';
import { z } from 'zod';

const repository = z.string().check(({ value, issues }) => {
  const mistake = value === '' ? null : repositoryMistake(value.replaceAll('{name}', 'name'));
  if (mistake !== null) issues.push({ code: 'custom', message: mistake, input: value });
});

/** What may be said for all images of a workspace. */
export const imageSettings = z.strictObject({
  debian: debianSettings.optional().describe('Where Debian packages come from.'),
  lockFile: z
    .string()
    .regex(/^(?![/.])[^\0]+$/, 'expected a path in the workspace')
    .optional()
    .describe('File that pins packages, relative to the workspace. Default: basewright.lock.json.'),
  strict: z
    .boolean()
    .optional()
    .describe('Fail where the lock file cannot be kept: for release builds. Default: false.'),
  registry: repository
    .optional()
    .describe('Where publish pushes images whose image.json does not say: `host[:port]/repository`, with `{name}`.'),
  insecure: z
    .boolean()
    .optional()
    .describe(
      'Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is this machine.',
    ),
  certDir: z
    .string()
    .regex(/^[^\0]+$/, 'expected the path of a directory')
    .optional()
    .describe(
      "Directory with the registry's CA (`*.crt`) and client certificate (`*.cert`, `*.key`), relative to the workspace.",
    ),
});

/** What holds for all images of a workspace: the options of the plugin in nx.json. */
export type ImageSettings = Readonly<Omit<z.infer<typeof imageSettings>, 'debian'>> & {
  readonly debian?: DebianSettings | undefined;
};

/** The settings that a stage which cannot push takes. */
export function buildSettings({ debian, lockFile, strict }: ImageSettings): ImageSettings {
  return Object.fromEntries(Object.entries({ debian, lockFile, strict }).filter(([, value]) => value !== undefined));
}

/** {@link ImageSettings} with nothing left open. */
export interface ResolvedSettings {
  readonly debian: DebianSettings | undefined;
  readonly lockFile: string;
  readonly strict: boolean;
  readonly registry: string | undefined;
  readonly insecure: boolean | undefined;
  readonly certDir: string | undefined;
}

/** Fills in what nx.json leaves open. Throws BAD_INPUT with every mistake in what it says. */
export function resolveImageSettings(written: ImageSettings | undefined): ResolvedSettings {
  const { data: settings, error } = imageSettings.safeParse(written ?? {});
  if (error !== undefined) {
    const problems = error.issues.flatMap((issue) => explainIssue(imageSettings, issue, written));
    throw refusalOf('cannot use the options of @basewright/nx in nx.json', problems.map(describeMistake));
  }
  return {
    debian: settings.debian,
    lockFile: settings.lockFile ?? 'basewright.lock.json',
    strict: settings.strict ?? false,
    registry: settings.registry,
    insecure: settings.insecure,
    certDir: settings.certDir,
  };
}

/**
 * How to get to the registry of a base, `localhost:5000/base`: what the plugin's options say of the registry that images
 * are pushed to holds for bases in it, too.
 */
export function accessTo(
  repository: string,
  { registry, insecure, certDir }: ResolvedSettings,
): Pick<ImageSettings, 'insecure' | 'certDir'> {
  const sameHost = registry?.split('/')[0] === repository.split('/')[0];
  return sameHost ? { insecure, certDir } : {};
}
