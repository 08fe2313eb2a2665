import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseAccounts, programOf, readDeciding, readTreeFacts, treeFactsText } from '@basewright/tree';

import { type FuzzTarget } from './fuzz';
import { put } from './fuzz-files';

/** What is known of a tree, as rootfs-assemble writes it. */
export const treeFile: FuzzTarget = {
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

/** Files of a tree that decide how others are read. */
export const accounts: FuzzTarget = {
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
