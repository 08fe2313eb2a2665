import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  baseOutput,
  compileOutput,
  configureOutput,
  type Contract,
  fetchAndVerifyOutput,
  layerAssembleOutput,
  libcOutput,
  libraryResolveOutput,
  publishOutput,
  readStage,
  rootfsAssembleOutput,
  toolchainOutput,
} from '@basewright/contracts';
import { parseForeignJson, platformOf } from '@basewright/core';
import {
  cvesIn,
  formatLock,
  hasMergeConflict,
  type Lock,
  mergeConflicting,
  parseChangelog,
  parseLock,
  parseLockV1,
  parseStanzas,
} from '@basewright/debian';
import { dynamicSymbols, elfFacts, readElf, readProtections } from '@basewright/elf';
import { chooseManifest, planLayout, readStoredImage, readTree, validateLayout } from '@basewright/oci';
import { readImage } from '@basewright/pipeline';
import { baseFactReader, parseAccounts, programOf, readDeciding, readTreeFacts, treeFactsText } from '@basewright/tree';

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
import { SAMPLE_BYTES, SAMPLE_GZIP, SAMPLE_LAYER } from './sample-documents';
import { CHANGELOG, DOT_CONFIG, IMAGE_FILES, KCONFIG, STANZAS } from './sample-texts';

/** Stages that real builds left, with the first of each list. */
const STAGES = JSON.parse(readFileSync(join(__dirname, 'stages.json'), 'utf8')) as readonly unknown[];

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

/** The lock of this repository, with two of its sets. */
function smallLock(): Lock {
  const path = join(REPOSITORY, 'basewright.lock.json');
  const whole = parseLock(path, readFileSync(path, 'utf8'));
  const sets = Object.fromEntries(Object.entries(whole.sets).slice(0, 2));
  const named = new Set(Object.values(sets).flatMap(({ packages }) => packages));
  const isNamed = (key: string): boolean => named.has(key) || named.has(key.replace(/=.*/, ''));
  const packages = Object.fromEntries(Object.entries(whole.packages).filter(([key]) => isNamed(key)));
  return { ...whole, packages, sets, sources: Object.fromEntries(Object.entries(whole.sources).slice(0, 3)) };
}

const lockText = formatLock(smallLock());
const lockV1 = {
  lockVersion: 1,
  suite: 'trixie',
  packages: { 'tar:amd64': { version: '1.35', sha256: 'a'.repeat(64), size: 1 } },
  sets: { 'toolchain/amd64': ['tar:amd64'] },
};

const lock: FuzzTarget = {
  name: 'lock',
  files: [Buffer.from(lockText), Buffer.from(JSON.stringify(lockV1))],
  isJson: true,
  parse: (bytes) => {
    const text = bytes.toString('utf8');
    if (hasMergeConflict(text)) return mergeConflicting('lock.json', text);
    if (text.includes('"lockVersion":1')) return parseLockV1('lock.json', jsonOrNull(text));
    return formatLock(parseLock('lock.json', text));
  },
};

const conflict: FuzzTarget = {
  name: 'lock with a merge conflict',
  files: [
    Buffer.from(
      lockText.replace(
        /^ {4}"[^\n]*\n {4}"[^\n]*\n/m,
        (lines) => `<<<<<<< ours\n${lines}=======\n${lines}>>>>>>> theirs\n`,
      ),
    ),
  ],
  parse: (bytes) => mergeConflicting('lock.json', bytes.toString('utf8')),
};

const CONTRACTS = [
  ...[
    toolchainOutput,
    fetchAndVerifyOutput,
    configureOutput,
    libcOutput,
    compileOutput,
    libraryResolveOutput,
    rootfsAssembleOutput,
  ],
  ...[layerAssembleOutput, publishOutput, baseOutput],
] as readonly Contract<unknown>[];

const stageFile: FuzzTarget = {
  name: 'stage.json',
  files: STAGES.map((stage) => Buffer.from(JSON.stringify(stage))),
  isJson: true,
  parse: async (bytes, directory) => {
    put(join(directory, 'stage.json'), bytes);
    const [own, platform] = [stageOf(bytes), platformIn(bytes)];
    const contract = CONTRACTS.find(({ stage }) => stage === own) ?? rootfsAssembleOutput;
    const { body, file } = await readStage<unknown>(directory, contract, platform);
    for (const artefact of artefactsIn(body)) await file(artefact).catch(refusalOnly);
  },
};

const treeFile: FuzzTarget = {
  name: 'tree.json',
  files: [
    Buffer.from(
      treeFactsText({
        nodes: new Map([
          [
            '/bin/sh',
            { type: 'file', mode: 0o755, origin: 'compile', program: programOf(Buffer.from('#!/usr/bin/env sh\n')) },
          ],
          [
            '/bin/ls',
            { type: 'hardlink', mode: 0o755, target: '/bin/sh', program: programOf(readFileSync('/bin/true')) },
          ],
        ]),
        texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n' },
        libraryCache: { 'libc.so.6': ['/lib/libc.so.6'] },
        shells: [{ shell: '/bin/sh', place: 'rootfs.users[0]' }],
      }),
    ),
  ],
  isJson: true,
  parse: (bytes, directory) => readTreeFacts(put(join(directory, 'tree.json'), bytes)),
};

/** One of glibc's loader, for two names. */
function loaderCache(): Buffer {
  const strings = Buffer.from('libc.so.6\0/lib/libc.so.6\0libm.so.6\0/lib/libm.so.6\0');
  const cache = Buffer.alloc(48 + 2 * 24);
  cache.write('glibc-ld.so.cache1.1', 'latin1');
  cache.writeUInt32LE(2, 20);
  cache[28] = 2;
  for (const [index, [name, path]] of [
    [0, 10],
    [25, 35],
  ].entries()) {
    cache.writeUInt32LE(cache.length + (name ?? 0), 48 + index * 24 + 4);
    cache.writeUInt32LE(cache.length + (path ?? 0), 48 + index * 24 + 8);
  }
  return Buffer.concat([cache, strings]);
}

const accounts: FuzzTarget = {
  name: 'accounts and the cache of the loader',
  files: [loaderCache(), Buffer.from('root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n')],
  parse: (bytes) => {
    const text = bytes.toString('utf8');
    return [
      parseAccounts(text, text),
      readDeciding(
        new Map([
          ['/etc/ld.so.cache', bytes],
          ['/etc/passwd', bytes],
        ]),
        'little',
      ),
    ];
  },
};

/** Every parser of what others wrote. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...[imageFile, layer, documents('index'), documents('manifest'), documents('config'), layout],
  ...[elf, deb822, uris, kconfig, dotConfig, lock, conflict, stageFile, treeFile, accounts],
];

function put(path: string, bytes: Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

function jsonOrNull(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return null;
  }
}

function stageOf(bytes: Buffer): unknown {
  return (jsonOrNull(bytes.toString('utf8')) as { stage?: unknown } | null)?.stage;
}

function platformIn(bytes: Buffer): string | null {
  const found = (jsonOrNull(bytes.toString('utf8')) as { platform?: unknown } | null)?.platform;
  return typeof found === 'string' ? found : null;
}

type FileOf = Parameters<Awaited<ReturnType<typeof readStage>>['file']>[0];

/** All artefacts in a body that was read: with a path and a sha256. */
function artefactsIn(value: unknown): FileOf[] {
  if (value === null || typeof value !== 'object') return [];
  const isArtefact = 'path' in value && 'sha256' in value && 'mode' in value;
  return isArtefact ? [value as FileOf] : Object.values(value).flatMap(artefactsIn);
}

/** There are no files beside the stage.json; each is refused, and nothing else happens. */
function refusalOnly(thrown: unknown): void {
  if ((thrown as { code?: unknown }).code !== 'CHECKSUM_MISMATCH') throw thrown;
}
