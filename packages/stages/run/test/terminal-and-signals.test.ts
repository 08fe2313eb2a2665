import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { type FlagValues } from '../src/flags';
import { RunWorkspace } from './run-workspace';

const workspace = new RunWorkspace();
beforeAll(() => workspace.fill());
// What nobody but root may delete must not stop the clean-up.
afterAll(() => {
  workspace.remove();
});

describe('signals', () => {
  const TRAP = 'trap "echo got; exit 42" INT TERM; echo ready; sleep 20 & wait';

  /** Starts a command in a process group of its own, and waits until it says that it is ready. */
  async function started(
    script: string,
    flags: FlagValues = {},
  ): Promise<{ child: ChildProcess; output: () => string; error: () => string }> {
    const [program, ...args] = workspace.commandLine(['sh', '-c', script], { flags });
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: workspace.env });
    const [said, complained]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk.toString()));
    for (let tries = 0; tries < 2000 && !said.join('').includes('ready'); tries++) await setTimeout(50);
    return { child, output: () => said.join(''), error: () => complained.join('') };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s to the command once, whoever gets it', async (signal) => {
    for (const everybody of [true, false]) {
      const { child, output } = await started(TRAP);
      process.kill(everybody ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
      expect(await once(child, 'close')).toEqual([42, null]);
      expect(output()).toBe('ready\ngot\n');
    }
  });

  it('says which signal ended the command below an init', async () => {
    const { child } = await started('echo ready; sleep 20', { init: ['true'] });
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([143, null]);
  });

  it('ends a command that ignores them at the third, and says how to spare that', async () => {
    const { child, error } = await started('echo ready; sleep 20');
    for (let times = 1; times <= 3; times++) {
      expect(child.exitCode).toBeNull();
      child.kill('SIGTERM');
      await setTimeout(500);
    }
    if (child.exitCode === null) await once(child, 'close');
    expect([child.exitCode, error()]).toEqual([137, expect.stringContaining('--init makes it end at the first one')]);
  });

  it('leaves nothing running when it is killed itself', async () => {
    const { child } = await started('echo ready; sleep 2; touch survived');
    child.kill('SIGKILL');
    await once(child, 'close');
    await setTimeout(3000);
    expect(existsSync(join(workspace.cwd, 'survived'))).toBe(false);
  });
});

it('has the terminal of the caller, with job control', () => {
  const words = workspace.commandLine(['sh', '-c', 'tty; stty size; sh -im -c "sleep 0 & wait; echo $TERM"'], {});
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const typescript = join(workspace.root, 'typescript');
  spawnSync('script', ['--quiet', '--command', `stty rows 24 cols 99; ${quoted}`, typescript], {
    encoding: 'utf8',
    env: { ...process.env, TERM: 'vt220' },
  });
  const text = readFileSync(typescript, 'utf8');
  expect(text).toMatch(/\/dev\/\S+\r\n24 99\r\n/);
  expect(text).toContain('vt220');
  expect(text).not.toContain("can't access tty");
});
