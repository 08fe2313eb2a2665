import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { openStore } from '@basewright/core';
import { shippedPackages } from '@basewright/debian';

import { UP } from '../images/trees';
import { type RawEntry, rawTar } from '../raw-tar';
import { type FileFamily, type Puts } from './file-case';

const CONTROL = 'Package: evil\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: evil\n';

/** An archive of ar(1) with these members. */
function ar(members: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(members).map(([name, bytes]) => {
    const header = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`;
    return Buffer.concat([Buffer.from(header), bytes, Buffer.alloc(bytes.length % 2, '\n')]);
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

function deb(entries: readonly RawEntry[], control = CONTROL): Puts {
  const directories = ['./', './usr/', './usr/share/'].map((name) => ({ name, type: '5', mode: 0o755 }));
  const members = {
    'debian-binary': Buffer.from('2.0\n'),
    'control.tar.gz': gzipSync(rawTar({ name: './control', body: control })),
    'data.tar.gz': gzipSync(rawTar(...directories, ...entries)),
  };
  return { 'evil.deb': ar(members) };
}

const shipping =
  (...entries: readonly RawEntry[]) =>
  () =>
    deb(entries);
const file = (name: string): RawEntry => ({ name, body: 'evil' });

/** Packages of Debian: nothing of one may lie outside of the directory that it is unpacked into. */
export const PACKAGES: FileFamily = {
  name: 'packages',
  step: async ({ workspace }) => {
    const bytes = readFileSync(join(workspace, 'evil.deb'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const store = openStore();
    mkdirSync(store.downloads, { recursive: true });
    writeFileSync(join(store.downloads, sha256), bytes);
    const one = {
      name: 'evil',
      version: '1',
      architecture: 'all',
      archive: 'debian',
      path: 'pool/evil.deb',
      size: bytes.length,
      sha256,
    };
    return shippedPackages(store, {}, [one]);
  },
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: shipping(file('./usr/share/x')) },
    { name: 'a name above the root', expected: /evil/, make: shipping(file(`./${UP}made`)) },
    {
      name: 'a file behind a link',
      expected: /evil/,
      make: (canary) => deb([{ name: './usr/share/a', type: '2', link: canary }, file('./usr/share/a/made')]),
    },
    {
      name: 'a link to a secret',
      expected: 'harmless',
      make: (canary) => deb([{ name: './usr/share/a', type: '2', link: `${canary}/secret` }]),
    },
    {
      name: 'a hard link outside',
      expected: /evil/,
      make: (canary) => deb([{ name: './usr/share/h', type: '1', link: `${canary}/secret` }]),
    },
    { name: 'a device', expected: /evil/, make: shipping({ name: './dev/mem', type: '3' }) },
    { name: 'a pipe', expected: /evil/, make: shipping({ name: './usr/share/pipe', type: '6' }) },
    { name: 'a set-user-ID bit', expected: 'harmless', make: shipping({ ...file('./usr/share/su'), mode: 0o6755 }) },
    {
      name: 'a size below zero',
      expected: /evil/,
      make: shipping({ name: './usr/share/x', size: Buffer.from('-0000000777\0') }),
    },
    { name: 'garbage', expected: /evil/, make: () => ({ 'evil.deb': 'garbage' }) },
    { name: 'nothing', expected: /evil/, make: () => ({ 'evil.deb': '' }) },
    {
      name: 'one that is cut off',
      expected: /evil/,
      make: () => ({ 'evil.deb': (deb([file('./usr/share/x')])['evil.deb'] as Buffer).subarray(0, 300) }),
    },
    {
      name: 'one without a description',
      expected: /evil/,
      make: () => ({
        'evil.deb': ar({
          'debian-binary': Buffer.from('2.0\n'),
          'data.tar.gz': gzipSync(rawTar(file('./usr/share/x'))),
        }),
      }),
    },
    {
      name: 'zstd without a frame',
      expected: /evil/,
      make: () => ({
        'evil.deb': ar({
          'debian-binary': Buffer.from('2.0\n'),
          'control.tar.zst': Buffer.from('28b52ffd', 'hex'),
          'data.tar.zst': Buffer.from('28b52ffd', 'hex'),
        }),
      }),
    },
  ],
};
