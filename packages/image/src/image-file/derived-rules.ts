import { parseBaseReference } from './base-reference';
import { type DerivedSpec } from './derived-schema';
import { noPlatformTwice, pathSaidOnce, registryIsRepository, type Rule } from './common-rules';
import { tagMistake } from './tag-template';

const fromIsBase: Rule<DerivedSpec> = ({ from }) => {
  const base = parseBaseReference(from);
  return typeof base === 'string' ? [{ at: ['from'], text: base }] : [];
};

const tagsAreTags: Rule<DerivedSpec> = ({ tags }) =>
  tags.flatMap((tag, index) => {
    const mistake = tagMistake(tag, null);
    if (mistake !== null) return [{ at: ['tags', index], text: mistake }];
    return tags.indexOf(tag) === index ? [] : [{ at: ['tags', index], text: `${tag} is listed twice` }];
  });

const packagesAreAsked: Rule<DerivedSpec> = ({ packages, withoutPackages }) => [
  ...packages.flatMap((name, index) =>
    packages.indexOf(name) === index ? [] : [{ at: ['packages', index], text: `${name} is listed twice` }],
  ),
  ...withoutPackages.flatMap((name, index) => {
    const at = ['withoutPackages', index];
    if (packages.length === 0) return [{ at, text: `no packages are asked for that could depend on ${name}` }];
    return packages.includes(name) ? [{ at, text: `${name} is asked for in packages` }] : [];
  }),
];

const filesGoFromDistroless: Rule<DerivedSpec> = ({ distroless, withoutFiles }) =>
  distroless || withoutFiles.length === 0
    ? []
    : [
        {
          at: ['withoutFiles'],
          text: 'layers can only add; an image that goes without files of its base is "distroless": true',
        },
      ];

/** Every rule for an image on a base, in the order complaints are shown. */
export const derivedRules: readonly Rule<DerivedSpec>[] = [
  fromIsBase,
  noPlatformTwice,
  packagesAreAsked,
  filesGoFromDistroless,
  tagsAreTags,
  registryIsRepository,
  pathSaidOnce,
];
