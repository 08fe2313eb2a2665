import { didYouMean, platformOf } from '@basewright/core';
import { availableHardening, libcOf } from '@basewright/libcs';
import { knownVersions, MIRROR_FORMS, parseMirror } from '@basewright/upstream';

import { fixSets, lostFixes } from '../security-fixes';
import { noPlatformTwice, pathSaidOnce, registryIsRepository, type Rule as RuleOf } from './common-rules';
import { type ImageSpec } from './image-schema';
import { expandTag, tagMistake } from './tag-template';
import { accountsFit, pathsAreOwn } from './tree-rules';

type Rule = RuleOf<ImageSpec>;

const libcHasPort: Rule = ({ libc, platforms }) =>
  platforms.flatMap((id, index) =>
    libcOf(libc).hasPort(platformOf(id))
      ? []
      : [{ at: ['platforms', index], text: `${libcOf(libc).title} has no port to ${id}` }],
  );

const LOADED = ['libraries', 'programs', 'nsswitch'] as const;

const librariesNeedLoader: Rule = (image) =>
  LOADED.flatMap((field) => {
    const { libc, [field]: value = [] } = image;
    return libcOf(libc).linkage === 'static' && value.length > 0
      ? [{ at: [field], text: `a ${libc} image is static and loads no shared objects (use "libc": "glibc")` }]
      : [];
  });

const packagesNeedGlibc: Rule = ({ libc, busybox: { packages } }) =>
  libcOf(libc).linkage === 'static' && packages.length > 0
    ? [
        {
          at: ['busybox', 'packages'],
          text: `Debian has development packages for glibc only, and the image is on ${libc} (use "libc": "glibc")`,
        },
      ]
    : [];

const noProgramTwice: Rule = ({ programs }) =>
  programs.flatMap(({ path }, index) => {
    const first = programs.findIndex((other) => other.path === path);
    return first === index
      ? []
      : [{ at: ['programs', index, 'path'], text: `${path} is ${programs[first]?.package ?? ''}'s already` }];
  });

const unknownReleaseIsPinned: Rule = ({ busybox }) => {
  const known = knownVersions.busybox;
  const { version, sha256, mirrors = [] } = busybox;
  if (known.includes(version)) return [];
  const missing = [
    ...(sha256 === undefined ? ['"sha256": the digest that upstream gives its tarball'] : []),
    ...(mirrors.length === 0 ? [`"mirrors": ["https://busybox.net/downloads/busybox-${version}.tar.bz2"]`] : []),
  ];
  if (missing.length === 0) return [];
  return [
    {
      at: ['busybox', 'version'],
      text: `${version} is none of the releases known (${known.join(', ')}); to build it, add under "busybox" ${missing.join(' and ')}`,
    },
  ];
};

const fixesLeftOutExist: Rule = ({ busybox: { version, withoutFixes } }) => {
  const sets = fixSets(version);
  const known = sets.flat();
  return withoutFixes.flatMap((id, index) => {
    const at = ['busybox', 'withoutFixes', index];
    if (!known.includes(id)) return [{ at, text: `no patch for ${version} fixes ${id}${didYouMean(id, known)}` }];
    const together = sets.filter((set) => set.includes(id)).flat();
    const kept = [...new Set(together)].filter((other) => !withoutFixes.includes(other));
    return kept.length === 0
      ? []
      : [{ at, text: `the patch that fixes ${id} fixes ${kept.join(', ')} too; list both, or neither` }];
  });
};

const fixesStand: Rule = ({ busybox }) => {
  const lost = lostFixes(busybox);
  return [...new Set(lost.map(({ without }) => without))].map((without) => {
    const ids = lost.filter((one) => one.without === without).map(({ id }) => id);
    return {
      at: ['busybox', 'withoutFixes'],
      text: `the fix of ${ids.join(', ')} does not apply without that of ${without}; list all of them, or none`,
    };
  });
};

const hardeningIsThere: Rule = ({ libc, platforms, busybox: { hardening } }) => {
  if (typeof hardening === 'string') return [];
  return hardening.flatMap((measure, index) =>
    platforms.some((id) => availableHardening([measure], platformOf(id), libc).length > 0)
      ? []
      : [
          {
            at: ['busybox', 'hardening', index],
            text: `${measure} is not there with ${libc} on ${platforms.join(', ')}`,
          },
        ],
  );
};

const mirrorsAreMirrors: Rule = ({ busybox: { mirrors = [] } }) =>
  mirrors.flatMap((mirror, index) =>
    parseMirror(mirror) === undefined
      ? [{ at: ['busybox', 'mirrors', index], text: `"${mirror}" is none of the forms a mirror has: ${MIRROR_FORMS}` }]
      : [],
  );

/** What cannot be written into the Dockerfile of a tar.xz. */
const dockerfileHoldsLines: Rule = ({ exports, image }) =>
  (['env', 'labels'] as const).flatMap((field) =>
    Object.entries(image[field]).flatMap(([name, value]) =>
      exports.includes('tar-xz') && /[\r\n]/.test(value)
        ? [
            {
              at: ['image', field, name],
              text: 'a Dockerfile ("tar-xz" of exports) cannot hold a text of several lines',
            },
          ]
        : [],
    ),
  );

const tagsAreTags: Rule = (image) => {
  const tags = image.tags.map((template) => expandTag(template, image));
  return image.tags.flatMap((template, index) => {
    const mistake = tagMistake(template, image);
    if (mistake !== null) return [{ at: ['tags', index], text: mistake }];
    return tags.indexOf(tags[index] ?? '') === index
      ? []
      : [{ at: ['tags', index], text: `${tags[index] ?? ''} is listed twice` }];
  });
};

/** Every rule, in the order complaints are shown. */
export const imageRules: readonly Rule[] = [
  noPlatformTwice,
  libcHasPort,
  librariesNeedLoader,
  packagesNeedGlibc,
  noProgramTwice,
  unknownReleaseIsPinned,
  mirrorsAreMirrors,
  fixesLeftOutExist,
  fixesStand,
  hardeningIsThere,
  tagsAreTags,
  registryIsRepository,
  pathSaidOnce,
  dockerfileHoldsLines,
  accountsFit(),
  pathsAreOwn,
];
