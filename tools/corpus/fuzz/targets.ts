import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { platformOf } from '@basewright/core';
import { cvesIn, parseChangelog, parseStanzas } from '@basewright/debian';
import { dynamicSymbols, elfFacts, readElf, readProtections } from '@basewright/elf';
import { chooseManifest, planLayout, readStoredImage, readTree, validateLayout } from '@basewright/oci';
import { readImage } from '@basewright/pipeline';
import { baseFactReader, programOf } from '@basewright/tree';

import { builtFrom } from '../../../packages/lib/debian/src/lock/built-from';
import { unmetDepends } from '../../../packages/lib/debian/src/lock/unmet-depends';
import { neededPackages } from '../../../packages/lib/debian/src/needed-packages';
import { parsePrintUris } from '../../../packages/lib/debian/src/print-uris';
import { library, SHAPES } from '../../../packages/lib/elf/test/elf-library';
import { parseConfig } from '../../../packages/stages/configure/src/config-text';
import { KconfigBuilder } from '../../../packages/stages/configure/src/kconfig/builder';
import { statements } from '../../../packages/stages/configure/src/kconfig/statements';
import { digestOfBytes, withChecksums } from '../raw-tar';
import { type FuzzTarget } from './fuzz';
import { put } from './fuzz-files';
import { conflict, lock } from './lock-targets';
import { SAMPLE_BYTES, SAMPLE_GZIP, SAMPLE_LAYER } from './sample-documents';
import { CHANGELOG, DOT_CONFIG, IMAGE_FILES, KCONFIG, STANZAS } from './sample-texts';
import { stageFile } from './stage-target';
import { accounts, treeFile } from './tree-targets';

const REPOSITORY = join(__dirname, '../../..');
const AMD64 = platformOf('linux/amd64');

const imageFile: FuzzTarget = {
  name: 'image.json',
  files: [
    ...IMAGE_FILES.map((image) => Buffer.from(JSON.stringify(image, null, 2))),
    readFileSync(join(REPOSITORY, 'images/busybox-musl/image.json')),
  ],
  isJson: true,
  parse: (bytes, directory) => {
    const file = put(join(directory, 'images/x/image.json'), bytes);
    return readImage(directory, file.slice(directory.length + 1), undefined);
  },
};

const layer: FuzzTarget = {
  name: 'tar headers',
  files: [SAMPLE_LAYER, SAMPLE_GZIP],
  repair: withChecksums,
  parse: (bytes, directory) => {
    const file = put(join(directory, 'layer.tar'), bytes);
    return readTree([{ file }], 'a layer', baseFactReader);
  },
};

/** The document of one kind as it was changed, the others as they should be. */
function documents(kind: keyof typeof SAMPLE_BYTES): FuzzTarget {
  return {
    name: `OCI ${kind}`,
    files: [SAMPLE_BYTES[kind]],
    isJson: true,
    parse: async (bytes, directory) => {
      const all = { ...SAMPLE_BYTES, [kind]: bytes };
      const blobs = new Map(
        [...Object.entries(SAMPLE_BYTES), ['layer', SAMPLE_GZIP] as const].map(
          ([name, whole]) =>
            [digestOfBytes(whole), { name, content: name in all ? all[name as keyof typeof all] : whole }] as const,
        ),
      );
      const find = (digest: string): Promise<string> => {
        const { name, content } = blobs.get(digest) ?? { name: 'other', content: Buffer.alloc(0) };
        return Promise.resolve(put(join(directory, name), content));
      };
      const top = digestOfBytes(SAMPLE_BYTES.index) as Parameters<typeof find>[0] &
        Parameters<typeof chooseManifest>[1];
      const manifest = await chooseManifest(await find(top), top, AMD64.oci, 'an image');
      const image = await readStoredImage(find, manifest, 'an image');
      const layers = image.layers.map(({ descriptor, diffId, file }) => ({
        diffId,
        createdBy: null,
        blob: { descriptor, content: { file } },
      }));
      const base = { config: image.config, digest: manifest };
      return planLayout({
        name: 'x',
        refName: 'x:1',
        version: null,
        settings: { env: { A: '$A' } },
        annotations: {},
        images: [{ platform: AMD64.oci, layers, sourceDate: 0, base }],
      });
    },
  };
}

const layout: FuzzTarget = {
  name: 'OCI layout',
  files: [SAMPLE_BYTES.index, SAMPLE_BYTES.manifest, SAMPLE_BYTES.config],
  isJson: true,
  parse: async (bytes, directory) => {
    // Every document may be the one that index.json names.
    const size = bytes.length;
    rmSync(join(directory, 'blobs'), { recursive: true, force: true });
    for (const mediaType of ['index', 'manifest', 'config'].map(
      (kind) => `application/vnd.oci.image.${kind}.v1+json`,
    )) {
      const manifests = [{ mediaType, digest: digestOfBytes(bytes), size }];
      put(join(directory, 'index.json'), Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
      put(join(directory, 'oci-layout'), Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
      put(join(directory, 'blobs/sha256', digestOfBytes(bytes).slice('sha256:'.length)), bytes);
      await validateLayout(directory);
    }
  },
};

const elf: FuzzTarget = {
  name: 'ELF',
  files: [...SHAPES.map((shape) => library(shape)), readFileSync('/bin/true')],
  parse: (bytes) => {
    programOf(bytes);
    readProtections(bytes, bytes, () => true);
    dynamicSymbols(bytes);
    return elfFacts.parse(readElf(bytes));
  },
};

const deb822: FuzzTarget = {
  name: 'deb822',
  files: [Buffer.from(STANZAS), Buffer.from(CHANGELOG)],
  parse: (bytes) => {
    const text = bytes.toString('utf8');
    const stanzas = parseStanzas(text);
    stanzas.forEach(builtFrom);
    cvesIn(parseChangelog(text));
    neededPackages(['bash'], stanzas, new Set(['libc6']));
    return unmetDepends(stanzas);
  },
};

const uris: FuzzTarget = {
  name: "apt's list of addresses",
  files: [
    Buffer.from(
      `'http://localhost/debian/pool/main/b/bash_5%2b1_amd64.deb' bash_5%2b1_amd64.deb 12 SHA256:${'ab'.repeat(32)}\n`,
    ),
  ],
  parse: (bytes) =>
    parsePrintUris(bytes.toString('utf8'), [
      {
        name: 'debian',
        mirror: 'http://localhost/debian/',
        suites: ['trixie'],
        components: ['main'],
        keyring: '/k.gpg',
      },
    ]),
};

const kconfig: FuzzTarget = {
  name: 'Kconfig',
  files: [Buffer.from(KCONFIG)],
  parse: (bytes) => {
    const builder = new KconfigBuilder();
    try {
      for (const statement of statements(bytes.toString('utf8'))) builder.add(statement);
      return builder.finish();
    } catch (thrown) {
      // The builder does not know in which file it is: who reads it makes an error of ours of its sentence.
      if ((thrown as Error).constructor.name !== 'Error') throw thrown;
      return null;
    }
  },
};

const dotConfig: FuzzTarget = {
  name: '.config',
  files: [Buffer.from(DOT_CONFIG), readFileSync(join(REPOSITORY, 'images/common/official.config'))],
  parse: (bytes) => parseConfig(bytes.toString('utf8')),
};

/** Every parser of what others wrote. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...[imageFile, layer, documents('index'), documents('manifest'), documents('config'), layout],
  ...[elf, deb822, uris, kconfig, dotConfig, lock, conflict, stageFile, treeFile, accounts],
];
