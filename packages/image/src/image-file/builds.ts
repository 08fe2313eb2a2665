import { didYouMean, type FieldPath, type Platform, PLATFORM_IDS, platformOf, type Problem } from '@basewright/core';
import { z } from 'zod';

import { type Rule } from './common-rules';

/** A target of a project of the workspace: of a build, or of an image. */
export interface BuildTarget {
  readonly project: string;
  readonly target: string;
}

/** What each placeholder stands for. */
const VALUES: Readonly<Record<string, (platform: Platform) => string>> = {
  platform: ({ name }) => name,
  arch: ({ debianArch }) => debianArch,
  triplet: ({ gnu }) => gnu,
};

const PLACEHOLDER = /\{([^{}]*)\}/g;
const PLACEHOLDERS = Object.keys(VALUES);

/** `api:build--{platform}`: a project has no colon in its name, a target may. Nx reads `*`, `?`, `[` and `!` as a pattern. */
const target = z
  .string()
  .regex(
    /^[^:\s*?[\]!^]+:[^:\s*?[\]!^]+(:[^:\s*?[\]!^]+)*$/,
    'expected a project and a target of it, as in "api:build"',
  );

/** The name that an image gives a build. */
export const buildName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected a name: letters, digits, "-", "_" and "."');

/** What an author may say of the targets whose outputs go into an image. */
export const builds = z
  .record(buildName, z.union([target, z.record(z.string(), target)]))
  .default({})
  .describe(
    'Targets of this workspace whose outputs go into the image: each runs first, and rootfs.files takes files "from" its name. {platform} is filled in as in names of targets (arm-v7), {arch} as Debian has it (armhf), {triplet} as GNU has it (arm-linux-gnueabihf); or a target for each platform.',
  )
  .meta({
    examples: [
      { api: 'api:build' },
      { api: 'api:build--{platform}' },
      { api: { 'linux/amd64': 'api:build-x64', 'linux/arm64': 'api:build-aarch64' } },
    ],
  });

/** What is wrong with the placeholders of a text, as the end of a sentence; null when nothing is. */
function placeholderMistake(text: string): string | null {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.includes(name));
  return unknown === undefined
    ? null
    : `{${unknown}} is not filled in${didYouMean(unknown, PLACEHOLDERS)}; what is: ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`;
}

/** A text with its placeholders filled in for a platform. */
export function forPlatform(text: string, id: string): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => VALUES[name]?.(platformOf(id)) ?? whole);
}

/** The target of a build for a platform of the image. */
export function buildTargetOf(build: z.output<typeof builds>[string], id: string): BuildTarget {
  const written = typeof build === 'string' ? build : (build[id] ?? '');
  const [project = '', ...rest] = forPlatform(written, id).split(':');
  return { project, target: rest.join(':') };
}

/** What of an image.json is about builds. */
interface UsesBuilds {
  readonly builds: z.output<typeof builds>;
  readonly platforms: readonly string[];
  readonly rootfs: { readonly files: readonly { readonly source: string; readonly from?: string | undefined }[] };
}

/** Each build has a target for each platform of the image, and one of its files. */
export const buildsAreTargets: Rule<UsesBuilds> = ({ builds: written, platforms, rootfs: { files } }) =>
  Object.entries(written).flatMap(([name, build]) => {
    const at = ['builds', name];
    const unused = files.some(({ from }) => from === name)
      ? []
      : [{ at, text: `no entry of rootfs.files takes anything "from": "${name}"` }];
    if (typeof build === 'string') return [...unused, ...problem(at, placeholderMistake(build))];
    const missing = platforms.filter((id) => build[id] === undefined);
    return [
      ...unused,
      ...missing.map((id) => ({ at, text: `has no target for ${id}` })),
      ...Object.entries(build).flatMap(([id, one]) => [
        ...problem([...at, id], platformMistake(id, platforms)),
        ...problem([...at, id], placeholderMistake(one)),
      ]),
    ];
  });

/** What is taken from a build is below its outputs. */
export const filesOfBuilds: Rule<UsesBuilds> = ({ builds: written, rootfs: { files } }) =>
  files.flatMap(({ from, source }, index) => {
    if (from === undefined) return [];
    const at = ['rootfs', 'files', index];
    const known = Object.keys(written);
    const near = didYouMean(from, known);
    const how = near === '' ? `; name its target: "builds": { "${from}": "project:target" }` : near;
    const outside = source.startsWith('/') || source.split('/').includes('..');
    return [
      ...(known.includes(from) ? [] : [{ at: [...at, 'from'], text: `there is no build "${from}"${how}` }]),
      ...(outside ? [{ at: [...at, 'source'], text: `${source} is not below the outputs of the build` }] : []),
      ...problem([...at, 'source'], placeholderMistake(source)),
    ];
  });

function problem(at: FieldPath, text: string | null): Problem[] {
  return text === null ? [] : [{ at, text }];
}

function platformMistake(id: string, platforms: readonly string[]): string | null {
  if (platforms.includes(id)) return null;
  const near = didYouMean(id, PLATFORM_IDS);
  return near === '' || PLATFORM_IDS.some((known) => known === id)
    ? 'is not among the platforms of the image'
    : `no platform${near}`;
}
