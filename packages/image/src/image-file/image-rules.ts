import { platformOf } from '@basewright/core';
import { knownVersions } from '@basewright/releases';

import { type ImageSpec } from './image-schema';

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

/** Every rule, in the order complaints are shown. */
export const imageRules: readonly Rule[] = [noPlatformTwice, libcHasPort, librariesNeedLoader, unknownReleaseIsPinned];
