import executor from '../src/executor';
import { type FetchAndVerifyOptions } from '../src/options';

/** Runs the executor in a process of its own: run-fetch.ts <workspace> <options as JSON>. */
async function main([workspace = '', options = '']: string[]): Promise<void> {
  const { success } = await executor(JSON.parse(options) as FetchAndVerifyOptions, { root: workspace });
  process.exitCode = success ? 0 : 1;
}

void main(process.argv.slice(2));
