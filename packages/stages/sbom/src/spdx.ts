import { type SbomComponent } from '@basewright/contracts';
import { digestOf, hexOf, sha256 } from '@basewright/core';

import { type HashedFile } from './hashed-files';
import { spdxId } from './licences';
import { componentCpe, imageUrl, type ToldImage } from './told-image';

const IMAGE = 'SPDXRef-image';
const BASE = 'SPDXRef-base';

/** A bill of materials of an image: https://spdx.github.io/spdx-spec/v2.3/ */
export function spdx(image: ToldImage): object {
  const { name, platform, created, components, files, base, toolVersion } = image;
  const owned = new Map(
    components.flatMap((one) => (one.role === 'content' ? one.files.map((path) => [path, one] as const) : [])),
  );
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${name} ${platform.id}`,
    documentNamespace: `https://spdx.org/spdxdocs/${name}-${platform.name}-${digestOf({ image: image.digest, components, toolVersion })}`,
    creationInfo: { created, creators: [`Tool: basewright-${toolVersion}`] },
    packages: [
      imagePackage(image),
      ...(base === null ? [] : [basePackage(base, image)]),
      ...components.map((one) => softwarePackage(one)),
    ],
    files: [...files].map(([path, file]) => fileOf(path, file)),
    ...extracted(components),
    relationships: [
      relation('SPDXRef-DOCUMENT', 'DESCRIBES', IMAGE),
      ...(base === null ? [] : [relation(IMAGE, 'DESCENDANT_OF', BASE)]),
      ...components.flatMap((one) => relationsOf(one, components)),
      ...[...files.keys()].map((path) => {
        const owner = owned.get(path);
        return relation(owner === undefined ? IMAGE : idOf(owner), 'CONTAINS', fileId(path));
      }),
    ],
  };
}

function imagePackage({ name, digest, purl }: ToldImage): object {
  return {
    SPDXID: IMAGE,
    name,
    versionInfo: digest,
    primaryPackagePurpose: 'CONTAINER',
    ...undeclared,
    checksums: [{ algorithm: 'SHA256', checksumValue: hexOf(digest) }],
    externalRefs: [packageUrl({ purl })],
  };
}

function basePackage(base: NonNullable<ToldImage['base']>, { platform }: ToldImage): object {
  return {
    SPDXID: BASE,
    name: base.name,
    versionInfo: base.digest,
    primaryPackagePurpose: 'CONTAINER',
    ...undeclared,
    externalRefs: [packageUrl({ purl: imageUrl(base.name, base.digest, platform) })],
  };
}

const undeclared = {
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  licenseConcluded: 'NOASSERTION',
  licenseDeclared: 'NOASSERTION',
  copyrightText: 'NOASSERTION',
} as const;

function softwarePackage(component: SbomComponent): object {
  const { name, version, role, licences, patches, neededBy, sha256: digest } = component;
  const cpe = componentCpe(component);
  const fixes = patches.map((patch) => {
    const ids = patch.fixes.length === 0 ? '' : `, fixes ${patch.fixes.join(', ')}`;
    return `patched with ${patch.name} (sha256:${patch.sha256}${ids})`;
  });
  const needed = neededBy.length === 0 ? [] : [`needed by ${neededBy.join(', ')}`];
  return {
    SPDXID: idOf(component),
    name,
    versionInfo: version,
    primaryPackagePurpose:
      role === 'content' && name === 'busybox' ? 'APPLICATION' : role === 'tool' ? 'INSTALL' : 'LIBRARY',
    ...undeclared,
    ...(licences === null || licences.length === 0 ? {} : { licenseDeclared: licences.map(expression).join(' AND ') }),
    ...([...fixes, ...needed].length === 0 ? {} : { sourceInfo: [...fixes, ...needed].join('; ') }),
    checksums: [{ algorithm: 'SHA256', checksumValue: digest }],
    externalRefs: [
      packageUrl(component),
      ...(cpe === null ? [] : [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: cpe }]),
    ],
  };
}

function relationsOf(component: SbomComponent, all: readonly SbomComponent[]): object[] {
  switch (component.role) {
    case 'content':
      return [relation(IMAGE, 'CONTAINS', idOf(component))];
    case 'linked':
      return all
        .filter(({ role, files }) => role === 'content' && component.files.some((path) => files.includes(path)))
        .map((program) => relation(idOf(program), 'STATIC_LINK', idOf(component)));
    case 'tool':
      return [relation(idOf(component), 'BUILD_TOOL_OF', IMAGE)];
  }
}

function fileOf(path: string, file: HashedFile): object {
  return {
    SPDXID: fileId(path),
    fileName: `.${path}`,
    checksums: [
      { algorithm: 'SHA1', checksumValue: file.sha1 },
      { algorithm: 'SHA256', checksumValue: file.sha256 },
    ],
    licenseConcluded: 'NOASSERTION',
    licenseInfoInFiles: ['NOASSERTION'],
    copyrightText: 'NOASSERTION',
  };
}

function relation(from: string, relationshipType: string, to: string): object {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
}

function packageUrl({ purl }: { readonly purl: string }): object {
  return { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl };
}

/** Letters, digits, "." and "-" (3.2): a path may have others, and two paths must not have one name. */
function fileId(path: string): string {
  return `SPDXRef-file-${sha256(path).slice(0, 32)}`;
}

function idOf({ role, name, version, architecture }: SbomComponent): string {
  const readable = name.replaceAll(/[^a-zA-Z0-9.]/g, '-');
  return `SPDXRef-${role}-${readable}-${digestOf({ name, version, architecture }).slice(0, 12)}`;
}

/** Annex D of the specification. */
function expression(name: string): string {
  return spdxId(name) ?? `LicenseRef-${name.replaceAll(/[^a-zA-Z0-9.-]/g, '-')}`;
}

function extracted(components: readonly SbomComponent[]): object {
  const names = new Set(components.flatMap(({ licences }) => licences ?? []).filter((name) => spdxId(name) === null));
  if (names.size === 0) return {};
  const byId = new Map([...names].sort().map((name) => [expression(name), name]));
  return {
    hasExtractedLicensingInfos: [...byId].map(([licenseId, name]) => {
      return { licenseId, name, extractedText: `"${name}", as the copyright file of the package names it` };
    }),
  };
}
