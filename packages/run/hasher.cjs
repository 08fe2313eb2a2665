// Plain JavaScript without imports of ours: Nx loads it into its own process, where a transpiler costs 0.2 s.
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');

/**
 * What `run` has to do in Nx's own process, just before its executor starts (see docs/decisions/0008-run.md):
 * it reads the words before `--`, which Nx forgets; lets the executor have the terminal, or the pipes, as they are;
 * and ends Nx with the exit status of the command. The key never repeats: a run is never cached.
 * @type {import('@nx/devkit').CustomHasher}
 */
module.exports = async function hashRun(task, { hasher, taskGraph, env }) {
  const hash = await hasher.hashTask(task, taskGraph, env);
  const dashes = process.argv.indexOf('--');
  task.overrides.__before__ = dashes === -1 ? undefined : process.argv.slice(2, dashes);
  // In Nx's own terminal interface a task keeps the pseudo-terminal it is shown in.
  if (process.env.NX_TUI !== 'true') process.env.NX_NATIVE_COMMAND_RUNNER = 'false';
  const directory = mkdtempSync(join(tmpdir(), 'basewright-run-'));
  process.once('exit', () => {
    const status = exitStatus(directory);
    if (status !== 0) process.exitCode = status;
    rmSync(directory, { recursive: true, force: true });
  });
  // The executor is told its hash (NX_TASK_HASH), and so where to leave the status.
  return { ...hash, value: basename(directory) };
};

function exitStatus(directory) {
  try {
    return Number(readFileSync(join(directory, 'status'), 'utf8'));
  } catch {
    return 0;
  }
}
