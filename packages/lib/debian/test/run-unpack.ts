import { type DebianPackage } from '@basewright/contracts';
import { openStore } from '@basewright/core';

import { type DebianSettings, unpackPackages } from '../src';

/** Unpacks packages into the store, in a process of its own: run-unpack.ts <settings> <packages>, both as JSON. */
async function main([settings = '', packages = '']: string[]): Promise<void> {
  await unpackPackages(openStore(), JSON.parse(settings) as DebianSettings, JSON.parse(packages) as DebianPackage[]);
}

void main(process.argv.slice(2));
