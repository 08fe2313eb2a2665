import { didYouMean, isTag, invariant } from '@basewright/core';

/** What a tag may be made from. */
interface TagFacts {
  readonly libc: string;
  readonly busybox: { readonly version: string };
}

/** What each placeholder stands for. */
const VALUES = {
  version: ({ busybox }: TagFacts) => busybox.version,
  major: ({ busybox }: TagFacts) => invariant(busybox.version.split('.')[0], 'a number of the release'),
  minor: ({ busybox }: TagFacts) => busybox.version.split('.')[1] ?? '',
  libc: ({ libc }: TagFacts) => libc,
} satisfies Readonly<Record<string, (image: TagFacts) => string>>;

/** The names a template may have in braces. */
export const PLACEHOLDERS = Object.keys(VALUES) as readonly (keyof typeof VALUES)[];

/** The tags of the official image: https://hub.docker.com/_/busybox */
export const OFFICIAL_TAGS = ['{version}-{libc}', '{major}.{minor}-{libc}', '{major}-{libc}', '{libc}'] as const;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** `{major}.{minor}-{libc}` as `1.38-glibc`; names that are not placeholders stay. */
export function expandTag(template: string, image: TagFacts): string {
  return template.replace(PLACEHOLDER, (text, name: string) => (isPlaceholder(name) ? VALUES[name](image) : text));
}

/** What is wrong with a template as the end of a sentence; null when nothing is. `image` is null where nothing is filled in. */
export function tagMistake(template: string, image: TagFacts | null): string | null {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  if (image === null && names.length > 0)
    return `{${names[0] ?? ''}} is not filled in: the image has no release of its own, write it out`;
  const unknown = names.find((name) => !isPlaceholder(name));
  if (unknown !== undefined) return `{${unknown}} is no placeholder${didYouMean(unknown, PLACEHOLDERS)}`;
  const tag = image === null ? template : expandTag(template, image);
  return isTag(tag) ? null : `"${tag}" is no tag: a registry takes letters, digits, ".", "_" and "-", at most 128`;
}

function isPlaceholder(name: string): name is keyof typeof VALUES {
  return Object.hasOwn(VALUES, name);
}
