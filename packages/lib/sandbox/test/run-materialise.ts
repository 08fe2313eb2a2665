import { type RootManifest } from '@basewright/contracts';
import { openStore } from '@basewright/core';

import { materialiseRoot } from '../src';

/** Makes the tree of a root, in a process of its own: run-materialise.ts <RootManifest as JSON>. */
async function main([manifest = '']: string[]): Promise<void> {
  process.stdout.write(await materialiseRoot(openStore(), {}, JSON.parse(manifest) as RootManifest));
}

void main(process.argv.slice(2));
