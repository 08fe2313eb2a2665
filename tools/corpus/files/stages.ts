import { join } from 'node:path';

import {
  type Contract,
  layerAssembleOutput,
  readStage,
  rootfsAssembleOutput,
  toolchainOutput,
} from '@basewright/contracts';
import { digestOf } from '@basewright/core';
import { readBase } from '@basewright/oci';
import { readTreeFacts } from '@basewright/tree';

import { SECRET } from '../canary';
import { UP } from '../images/trees';
import { digestOfBytes } from '../raw-tar';
import { type FileFamily, type Puts } from './file-case';

const PLATFORM = 'linux/amd64';
const SHA = 'a'.repeat(64);
const empty = { path: 'x', size: 0, sha256: digestOfBytes(Buffer.alloc(0)).slice('sha256:'.length), mode: 0o644 };

const ROOTFS = {
  libc: 'musl',
  version: '1.38.0',
  sourceDate: 0,
  applets: ['sh'],
  departures: [],
  tar: empty,
  layer: empty,
  listing: empty,
  tree: empty,
  packages: [],
};
const LAYERS = {
  baseManifest: `sha256:${SHA}`,
  sourceDate: 0,
  listing: empty,
  tree: empty,
  removed: null,
  packages: [],
  scripts: [],
  needs: [],
  departures: [],
  layers: [
    {
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: `sha256:${SHA}`,
      size: 0,
      diffId: `sha256:${SHA}`,
      file: empty,
      createdBy: null,
    },
  ],
};
const PACKAGE = {
  name: 'dash',
  version: '1',
  architecture: 'amd64',
  archive: 'debian',
  path: 'pool/d.deb',
  size: 1,
  sha256: SHA,
};
const ROOT = { digest: SHA, packages: [PACKAGE], links: {} };
const TOOLCHAIN = { libc: 'musl', suite: 'trixie', build: ROOT, pack: ROOT, departures: [] };
const PUBLISH = {
  index: { digest: `sha256:${SHA}`, size: 1 },
  manifests: [
    {
      platform: PLATFORM,
      manifest: { digest: `sha256:${SHA}`, size: 1 },
      config: { digest: `sha256:${SHA}`, size: 1 },
      layers: [],
    },
  ],
  departures: [],
};

const CONTRACTS: readonly (Contract<unknown> & { readonly plain: object })[] = [
  { ...(rootfsAssembleOutput as Contract<unknown>), plain: ROOTFS },
  { ...(layerAssembleOutput as Contract<unknown>), plain: LAYERS },
  { ...(toolchainOutput as Contract<unknown>), plain: TOOLCHAIN },
];

function stage(name: string, body: object, more: Puts = {}, document: (text: string) => string = (text) => text): Puts {
  const schema =
    { 'rootfs-assemble': rootfsAssembleOutput, 'layer-assemble': layerAssembleOutput, toolchain: toolchainOutput }[name]
      ?.schema ?? 2;
  const platform = name === 'publish' ? null : PLATFORM;
  return {
    'dist/s/stage.json': document(JSON.stringify({ stage: name, schema, platform, body })),
    'dist/s/x': '',
    ...more,
  };
}

const rootfs = (body: object, more: Puts = {}): Puts => stage('rootfs-assemble', { ...ROOTFS, ...body }, more);
const layers = (body: object): Puts =>
  stage('layer-assemble', { ...LAYERS, layers: [{ ...LAYERS.layers[0], ...body }] });
const toolchain = (build: object): Puts => stage('toolchain', { ...TOOLCHAIN, build: { ...ROOT, ...build } });
const published = (manifest: object): Puts =>
  stage('publish', { ...PUBLISH, manifests: [{ ...PUBLISH.manifests[0], manifest }] });

/** stage.json as a cache that somebody else writes to would give them. */
export const STAGES: FileFamily = {
  name: 'stage.json',
  step: async ({ workspace, made }) => {
    const directory = join(workspace, 'dist/s');
    const text = made['dist/s/stage.json'];
    if (typeof text === 'string' && text.includes('"stage":"publish"')) return readBase(directory, PLATFORM);
    const contract =
      CONTRACTS.find(({ stage: name }) => typeof text === 'string' && text.includes(`"stage":"${name}"`)) ??
      CONTRACTS[0];
    if (contract === undefined) throw new Error('there are contracts');
    const { body, file } = await readStage(directory, contract, PLATFORM);
    const { tar, tree } = body as { tar?: typeof empty; tree?: typeof empty };
    if (tar !== undefined) await file(tar);
    // Where a stage says what is in its tree, it is read.
    if (tree !== undefined && 'dist/s/tree.json' in made) await readTreeFacts(await file(tree));
    return digestOf(body);
  },
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: () => rootfs({}) },
    {
      name: 'a file above',
      expected: /\.\./,
      make: (canary) =>
        rootfs({
          tar: {
            ...empty,
            path: `${UP}${canary.slice(1)}/secret`,
            sha256: digestOfBytes(Buffer.from(`${SECRET}\n`)).slice(7),
          },
        }),
    },
    {
      name: 'an absolute file',
      expected: /path/,
      make: (canary) => rootfs({ tar: { ...empty, path: `${canary}/secret` } }),
    },
    {
      name: 'a file that is a link',
      expected: /is a link/,
      make: (canary) => rootfs({ tar: { ...empty, path: 'y' } }, { 'dist/s/y': { link: `${canary}/secret` } }),
    },
    {
      name: 'a file behind a link',
      expected: /is a link/,
      make: (canary) => rootfs({ tar: { ...empty, path: 'd/secret' } }, { 'dist/s/d': { link: canary } }),
    },
    {
      name: 'a file that is a pipe',
      expected: /no regular file/,
      make: () => rootfs({ tar: { ...empty, path: 'y' } }, { 'dist/s/y': { pipe: true } }),
    },
    { name: 'a digest that lies', expected: /sha256/, make: () => rootfs({ tar: { ...empty, sha256: SHA } }) },
    { name: 'a version of two lines', expected: /version/, make: () => rootfs({ version: '1.38.0\nRUN evil' }) },
    { name: 'a date beyond all', expected: /sourceDate/, make: () => rootfs({ sourceDate: Number.MAX_SAFE_INTEGER }) },
    { name: 'an applet that is a path', expected: /applets/, make: () => rootfs({ applets: ['../x'] }) },
    {
      name: 'what is in its tree is none',
      expected: /tree\.json|cannot read/,
      make: () => rootfs({ tree: treeOf('{"nodes":5}') }, { 'dist/s/tree.json': '{"nodes":5}' }),
    },
    {
      name: 'what is in its tree is no JSON',
      expected: /tree\.json|cannot read/,
      make: () => rootfs({ tree: treeOf('x') }, { 'dist/s/tree.json': 'x' }),
    },
    {
      name: '100,000 levels',
      expected: /100 levels/,
      make: () =>
        stage('rootfs-assemble', {}, {}, (text) => text.replace('"body":{}', `"body":${'['.repeat(100_000)}`)),
    },
    {
      name: 'a member __proto__',
      expected: /stage\.json/,
      make: () =>
        stage('rootfs-assemble', ROOTFS, {}, (text) => text.replace('"body":{', '"body":{"__proto__":{"x":1},')),
    },
    {
      name: 'another stage, in colours',
      expected: /stage/,
      make: () => stage('rootfs-assemble', ROOTFS, {}, (text) => text.replace('rootfs-assemble', '\\u001b[2J')),
    },
    {
      name: 'a link',
      expected: /it is a link/,
      make: (canary) => ({ 'dist/s/stage.json': { link: `${canary}/secret` } }),
    },
    { name: 'a pipe', expected: /no regular file/, make: () => ({ 'dist/s/stage.json': { pipe: true } }) },
    { name: 'a directory', expected: /stage\.json/, make: () => ({ 'dist/s/stage.json': { directory: true } }) },
    {
      name: 'cut off',
      expected: /stage\.json/,
      make: () => stage('rootfs-assemble', ROOTFS, {}, (text) => text.slice(0, 40)),
    },
    { name: "a layer's digest that is a path", expected: /digest/, make: () => layers({ digest: `sha256:${UP}x` }) },
    { name: "a layer's media type of text", expected: /mediaType/, make: () => layers({ mediaType: 'text/html' }) },
    { name: 'a root with a link above', expected: /links/, make: () => toolchain({ links: { '../../x': 'y' } }) },
    {
      name: 'a root whose digest is a directory',
      expected: /digest/,
      make: (canary) => toolchain({ digest: `${UP}${canary}` }),
    },
    { name: 'a root without packages', expected: /packages/, make: () => toolchain({ packages: [] }) },
    {
      name: 'a package that is an option',
      expected: /name/,
      make: () => toolchain({ packages: [{ ...PACKAGE, name: '-oDir::Bin=x' }] }),
    },
    {
      name: 'a package whose digest is a path',
      expected: /sha256/,
      make: (canary) => toolchain({ packages: [{ ...PACKAGE, sha256: `${UP}${canary}` }] }),
    },
    {
      name: 'a manifest whose digest is a path',
      expected: /digest/,
      make: () => published({ digest: `sha256:${UP}x`, size: 1 }),
    },
    {
      name: 'a manifest that is not there',
      expected: /no file/,
      make: () => published({ digest: `sha256:${SHA}`, size: 1 }),
    },
  ],
};

function treeOf(text: string): typeof empty {
  return {
    ...empty,
    path: 'tree.json',
    size: text.length,
    sha256: digestOfBytes(Buffer.from(text)).slice('sha256:'.length),
  };
}
