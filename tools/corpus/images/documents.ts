import { appendFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { digestOfBytes, rawTar } from '../raw-tar';
import { bottom, type HostileImage, type Layer } from './layout';
import { file, image, type ImageCase, UP } from './trees';

const upper = rawTar(file('z'));
const lie = (said: Omit<Extract<Layer, { tar: Buffer }>, 'tar'>): HostileImage =>
  image(bottom(), { tar: upper, ...said });
const config = (change: NonNullable<HostileImage['config']>): HostileImage => ({ ...image(bottom()), config: change });
const index = (change: NonNullable<HostileImage['index']>): HostileImage => ({ ...image(bottom()), index: change });
const listed = (change: object): HostileImage =>
  index((document) => ({ ...document, manifests: document.manifests.map((entry) => ({ ...entry, ...change })) }));
/** A layer that no other case has: the store knows blobs by their digest. */
const damaged = (name: string, after: NonNullable<HostileImage['after']>): HostileImage => ({
  ...image(bottom(file(`only-${name}`))),
  after,
});

/** Manifests, configurations, indexes and blobs that lie. All of it is found before anything is built on it. */
export const DOCUMENTS: readonly ImageCase[] = [
  {
    name: 'a digest that is a path',
    expected: /no sha256 digest/,
    make: (canary) => listed({ digest: `sha256:${UP}${canary}/victim` }),
  },
  {
    name: 'a digest and a path',
    expected: /no sha256 digest/,
    make: () => listed({ digest: `sha256:${'a'.repeat(64)}/${UP}x` }),
  },
  {
    name: 'a digest that is an object',
    expected: /no sha256 digest/,
    make: () => listed({ digest: { toString: null } }),
  },
  { name: 'a digest in capitals', expected: /sha256/, make: () => lie({ digest: `sha256:${'A'.repeat(64)}` }) },
  {
    name: "a layer's digest that is a path",
    expected: /sha256/,
    make: (canary) => lie({ digest: `sha256:${UP}${canary}/victim` }),
  },
  {
    name: 'a digest of nothing',
    expected: /no blob sha256:aaaa/,
    make: () => lie({ digest: `sha256:${'a'.repeat(64)}` }),
  },
  {
    name: 'a digest of another algorithm',
    expected: /sha256/,
    make: () => lie({ digest: `sha512:${'a'.repeat(128)}` }),
  },
  {
    name: 'a diffID that lies',
    expected: /diffID of its layer 1/,
    make: () => lie({ diffId: `sha256:${'b'.repeat(64)}` }),
  },
  {
    name: 'layers in another order',
    expected: /diffID of its layer 0/,
    make: () => image({ tar: bottom(), diffId: digestOfBytes(upper) }, { tar: upper, diffId: digestOfBytes(bottom()) }),
  },
  { name: 'a size that lies', expected: /size/, make: () => lie({ size: 5 }) },
  { name: 'a size below zero', expected: /size/, make: () => lie({ size: -1 }) },
  { name: 'a size that is a fraction', expected: /size/, make: () => lie({ size: 1.5 }) },
  {
    name: 'a media type of text',
    expected: /media type text\/evil/,
    make: () => lie({ mediaType: 'text/evil\u001b[31m' }),
  },
  {
    name: 'a media type of JavaScript',
    expected: /media type constructor/,
    make: () => lie({ mediaType: 'constructor' }),
  },
  {
    name: 'no layers',
    expected: /layers/,
    make: () => ({ ...image(bottom()), manifest: (all) => ({ ...all, layers: [] }) }),
  },
  {
    name: 'an old manifest',
    expected: /schemaVersion/,
    make: () => ({ ...image(bottom()), manifest: (all) => ({ ...all, schemaVersion: 1 }) }),
  },
  {
    name: 'a subject',
    expected: 'harmless',
    make: () => ({ ...image(bottom()), manifest: (all) => ({ ...all, subject: all['config'] }) }),
  },
  { name: 'a configuration that is null', expected: /document/, make: () => config(() => 'null') },
  { name: 'a configuration that is text', expected: /not JSON/, make: () => config(() => 'not json') },
  { name: 'a configuration that is a list', expected: /document/, make: () => config(() => '[]') },
  { name: 'a configuration of 100,000 levels', expected: /100 levels/, make: () => config(() => '['.repeat(100_000)) },
  {
    name: 'a configuration of 20 MB',
    expected: /size|bytes/,
    make: () => config((all) => ({ ...all, author: 'A'.repeat(20_000_000) })),
  },
  {
    name: 'a configuration for Windows',
    expected: /windows/,
    make: () => config((all) => ({ ...all, os: 'windows' })),
  },
  {
    name: 'a configuration for another machine',
    expected: /arm64/,
    make: () => config((all) => ({ ...all, architecture: 'arm64' })),
  },
  {
    name: 'a machine of JavaScript',
    expected: /constructor/,
    make: () => config((all) => ({ ...all, architecture: 'constructor' })),
  },
  {
    name: 'a configuration of yesterday',
    expected: /created/,
    make: () => config((all) => ({ ...all, created: 'yesterday' })),
  },
  {
    name: 'a configuration of no time',
    expected: 'harmless',
    make: () => config((all) => ({ ...all, created: undefined })),
  },
  {
    name: 'a history that goes on, in colours',
    expected: { either: /history/ },
    make: () =>
      config((all) => ({
        ...all,
        history: Array.from({ length: 1000 }, () => ({ created_by: '\u001b[31mred', empty_layer: true })),
      })),
  },
  {
    name: 'words that break lines',
    expected: 'harmless',
    make: () => ({ ...image(bottom()), execution: { Labels: { 'a\nb': 'c\nd' }, StopSignal: 'KILL; rm' } }),
  },
  {
    name: 'labels of JavaScript',
    expected: 'harmless',
    make: () =>
      config((all) =>
        JSON.stringify(all).replace('"config":{', '"config":{"Labels":{"__proto__":"x","constructor":"y"},'),
      ),
  },
  {
    name: 'an environment of odd words',
    expected: { either: /env/i },
    make: () => ({ ...image(bottom()), execution: { Env: ['NOVALUE', '=x', 'A=b\nc', '', '__proto__=x'] } }),
  },
  { name: 'a command that is text', expected: /Cmd/, make: () => ({ ...image(bottom()), execution: { Cmd: 'sh' } }) },
  {
    name: 'an index of nothing',
    expected: /not for linux\/amd64, but for none/,
    make: () => index((all) => ({ ...all, manifests: [] })),
  },
  {
    name: 'an index of another platform',
    expected: /s390x/,
    make: () => listed({ platform: { os: 'linux', architecture: 's390x' } }),
  },
  {
    name: 'an index with itself twice',
    expected: 'harmless',
    make: () => index((all) => ({ ...all, manifests: [...all.manifests, ...all.manifests] })),
  },
  {
    name: 'a layer that is a link to a secret',
    expected: /sha256/,
    make: (canary) =>
      damaged('link', ({ layer }) => {
        rmSync(layer);
        symlinkSync(`${canary}/secret`, layer);
      }),
  },
  {
    name: 'a layer that is endless',
    expected: /sha256/,
    make: () =>
      damaged('zero', ({ layer }) => {
        rmSync(layer);
        symlinkSync('/dev/zero', layer);
      }),
  },
  {
    name: 'a layer that is a directory',
    expected: /regular file/,
    make: () =>
      damaged('directory', ({ layer }) => {
        rmSync(layer);
        mkdirSync(layer);
      }),
  },
  {
    name: 'a layer of a byte more',
    expected: /size/,
    make: () =>
      damaged('more', ({ layer }) => {
        appendFileSync(layer, 'x');
      }),
  },
  {
    name: 'a manifest of a byte more',
    expected: /sha256/,
    make: () =>
      damaged('manifest', ({ manifest }) => {
        appendFileSync(manifest, ' ');
      }),
  },
];

/** Large ones: for a process of its own each. */
export const MANY_LAYERS: readonly ImageCase[] = [
  {
    name: '20,000 layers',
    expected: /layers/,
    make: () => {
      const blob = gzipSync(upper);
      return image(bottom(), ...Array.from({ length: 20_000 }, () => ({ tar: upper, blob })));
    },
  },
  {
    name: '900 layers',
    expected: 'harmless',
    make: () => image(bottom(), ...Array.from({ length: 900 }, (_none, at) => rawTar(file(`f${at}`)))),
  },
];
