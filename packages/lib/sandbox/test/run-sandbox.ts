import { describeFailure } from '@basewright/core';

import { runInSandbox, type SandboxRun } from '../src';

/** Runs one program in a sandbox, in a process of its own: run-sandbox.ts <SandboxRun as JSON>. */
async function main([run = '']: string[]): Promise<void> {
  try {
    process.stdout.write((await runInSandbox(JSON.parse(run) as SandboxRun)).stdout);
  } catch (error) {
    process.stderr.write(await describeFailure(error, '/'));
    process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
