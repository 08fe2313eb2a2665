import { type SbomComponent } from '@basewright/contracts';
import { digestOf, hexOf } from '@basewright/core';

import { type HashedFile } from './hashed-files';
import { spdxId } from './licences';
import { componentCpe, imageUrl, type ToldImage } from './told-image';

/** A bill of materials of an image: https://cyclonedx.org/docs/1.6/json/ */
export function cyclonedx(image: ToldImage): object {
  const { name, platform, digest, components, files, base, created, toolVersion } = image;
  const url = image.purl;
  const content = components.filter(({ role }) => role !== 'tool');
  const owned = new Set(content.flatMap((one) => (one.role === 'content' ? one.files : [])));
  const others = [...files].filter(([path]) => !owned.has(path));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(image),
    version: 1,
    metadata: {
      timestamp: created,
      tools: { components: [{ type: 'application', name: 'basewright', version: toolVersion }] },
      component: {
        'bom-ref': url,
        type: 'container',
        name,
        version: digest,
        purl: url,
        hashes: [sha256(hexOf(digest))],
        ...(base === null
          ? {}
          : {
              pedigree: {
                ancestors: [
                  {
                    type: 'container',
                    name: base.name,
                    version: base.digest,
                    purl: imageUrl(base.name, base.digest, platform),
                  },
                ],
              },
            }),
        properties: [{ name: 'basewright:platform', value: platform.id }],
      },
    },
    components: [
      ...systemComponent(image),
      ...content.map((one) => softwareComponent(one, image)),
      ...others.map(([path, file]) => fileComponent(path, file)),
    ],
    dependencies: dependencies(url, content),
    formulation: formulation(image),
  };
}

/** A version 8 UUID (RFC 9562), made of what the document tells: the same document has the same. */
function serialNumber({ digest, components, toolVersion }: ToldImage): string {
  const hex = digestOf({ digest, components, toolVersion });
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `urn:uuid:${a}-${b}-8${c}-8${d}-${e}`;
}

function systemComponent({ system }: ToldImage): object[] {
  if (system === null) return [];
  const { id, version } = system;
  return [{ 'bom-ref': `system-${id}`, type: 'operating-system', name: id, ...(version === '' ? {} : { version }) }];
}

function softwareComponent(component: SbomComponent, image: ToldImage): object {
  const { name, version, role, licences, patches, neededBy, files } = component;
  const cpe = componentCpe(component);
  const properties = [
    { name: 'basewright:role', value: role },
    ...patches.map((patch) => ({ name: 'basewright:patch', value: `${patch.name} sha256:${patch.sha256}` })),
    ...neededBy.map((value) => ({ name: 'basewright:needed-by', value })),
    ...(role === 'linked' ? files.map((value) => ({ name: 'basewright:linked-into', value })) : []),
  ];
  return {
    'bom-ref': refOf(component),
    type: name === 'busybox' ? 'application' : 'library',
    name,
    version,
    ...(cpe === null ? {} : { cpe }),
    purl: component.purl,
    ...(licences === null || licences.length === 0 ? {} : { licenses: licences.map(licence) }),
    ...(patches.length === 0 ? {} : { pedigree: { patches: patches.map(pedigreePatch) } }),
    properties,
    ...(role !== 'content' || files.length === 0 ? {} : { components: filesOf(files, image) }),
  };
}

/** A tarball is known by its digest, which its URL has; a file that is patched is another one. */
function pedigreePatch({ sha256: digest, fixes }: SbomComponent['patches'][number]): object {
  return {
    type: 'backport',
    diff: { url: `urn:sha256:${digest}` },
    ...(fixes.length === 0 ? {} : { resolves: fixes.map((id) => ({ type: 'security', id })) }),
  };
}

function filesOf(paths: readonly string[], { files }: ToldImage): object[] {
  return paths.flatMap((path) => {
    const file = files.get(path);
    return file === undefined ? [] : [fileComponent(path, file)];
  });
}

function fileComponent(path: string, file: HashedFile): object {
  return {
    'bom-ref': `file:${path}`,
    type: 'file',
    name: path,
    hashes: [{ alg: 'SHA-1', content: file.sha1 }, sha256(file.sha256)],
  };
}

function sha256(content: string): object {
  return { alg: 'SHA-256', content };
}

function licence(name: string): object {
  const id = spdxId(name);
  return { license: id === null ? { name } : { id } };
}

function refOf(component: Pick<SbomComponent, 'role' | 'purl'>): string {
  return `${component.role}:${component.purl}`;
}

function dependencies(url: string, content: readonly SbomComponent[]): object[] {
  const linked = content.filter(({ role }) => role === 'linked');
  return [
    { ref: url, dependsOn: content.map((one) => refOf(one)) },
    ...content.map((one) => {
      const into = linked.filter(
        ({ files }) => one.role === 'content' && files.some((path) => one.files.includes(path)),
      );
      return {
        ref: refOf(one),
        ...(into.length === 0 ? {} : { dependsOn: into.map((it) => refOf(it)) }),
      };
    }),
  ];
}

/** What it was built with. */
function formulation(image: ToldImage): object[] {
  const tools = image.components.filter(({ role }) => role === 'tool');
  if (tools.length === 0) return [];
  return [
    {
      'bom-ref': 'build',
      components: tools.map((one) => ({
        'bom-ref': refOf(one),
        type: 'application',
        name: one.name,
        version: one.version,
        purl: one.purl,
        hashes: [sha256(one.sha256)],
      })),
    },
  ];
}
