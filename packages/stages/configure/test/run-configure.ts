import { type ConfigureOptions } from '../src';
import executor from '../src/executor';

/** Runs the executor in a process of its own: run-configure.ts <workspace> <options as JSON>. */
async function main([workspace = '', options = '']: string[]): Promise<void> {
  const { success } = await executor(JSON.parse(options) as ConfigureOptions, { root: workspace });
  process.exitCode = success ? 0 : 1;
}

void main(process.argv.slice(2));
