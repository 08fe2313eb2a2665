import { platformOf, repositoryMistake } from '@basewright/core';
import { knownVersions } from '@basewright/releases';

import { type ImageSpec } from './image-schema';
import { expandTag, tagMistake } from './tag-template';

/** One rule about what fields mean together; returns its complaints as `path: sentence`. */
type Rule = (image: ImageSpec) => string[];

const noPlatformTwice: Rule = ({ platforms }) =>
  platforms.flatMap((id, index) =>
    platforms.indexOf(id) === index ? [] : [`platforms[${index}]: ${id} is listed twice`],
  );

const libcHasPort: Rule = ({ libc, platforms }) =>
  platforms.flatMap((id, index) =>
    libc === 'uclibc' && platformOf(id).uclibcTarget === null
      ? [`platforms[${index}]: uClibc-ng has no port to ${id}`]
      : [],
  );

const librariesNeedLoader: Rule = ({ libc, libraries }) =>
  libc !== 'glibc' && libraries.length > 0
    ? [`libraries: a ${libc} image is static and loads no shared objects (use "libc": "glibc")`]
    : [];

const unknownReleaseIsPinned: Rule = ({ busybox }) => {
  const known = knownVersions.busybox;
  if (known.includes(busybox.version)) return [];
  const missing = [
    ...(busybox.sha256 === undefined ? ['sha256'] : []),
    ...(busybox.mirrors === undefined ? ['mirrors'] : []),
  ];
  return missing.map(
    (field) => `busybox.${field}: missing; ${busybox.version} is none of the releases known (${known.join(', ')})`,
  );
};

const tagsAreTags: Rule = (image) => {
  const tags = image.tags.map((template) => expandTag(template, image));
  return image.tags.flatMap((template, index) => {
    const mistake = tagMistake(template, image);
    if (mistake !== null) return [`tags[${index}]: ${mistake}`];
    return tags.indexOf(tags[index] ?? '') === index ? [] : [`tags[${index}]: ${tags[index] ?? ''} is listed twice`];
  });
};

const registryIsRepository: Rule = ({ registry }) => {
  if (registry === undefined) return [];
  const mistake = repositoryMistake(registry.replaceAll('{name}', 'name'));
  return mistake === null ? [] : [`registry: ${mistake}`];
};

/** Every rule, in the order complaints are shown. */
export const imageRules: readonly Rule[] = [
  noPlatformTwice,
  libcHasPort,
  librariesNeedLoader,
  unknownReleaseIsPinned,
  tagsAreTags,
  registryIsRepository,
];
