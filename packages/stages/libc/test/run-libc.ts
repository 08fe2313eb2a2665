import { buildLibc } from '../src/build-libc';
import { type LibcOptions } from '../src/options';

/** Builds a libc, in a process of its own: run-libc.ts <workspace> <options as JSON>. */
async function main([workspace = '', options = '']: string[]): Promise<void> {
  await buildLibc(workspace, JSON.parse(options) as LibcOptions);
}

void main(process.argv.slice(2));
