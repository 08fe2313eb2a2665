import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { sha256 } from '@basewright/core';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const STAGES = [
  'fetch-and-verify',
  ...['toolchain', 'configure', 'compile', 'library-resolve', 'rootfs-assemble'].map((s) => `${s}--amd64`),
  'publish',
];

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});
const output = (target: string): string => join(workspace.root, 'dist/images/tiny', target);
const layout = (): string => sha256(readFileSync(output('publish/oci/index.json')));

function build(): void {
  const run = workspace.nx(['run', 'tiny:publish']);
  if (run.exitCode !== 0) throw new Error(run.output);
}

beforeAll(() => {
  workspace.write('images/tiny/image.json', tinyImage());
  build();
});

/** Every path, size and digest that a stage.json names, wherever in its body. */
function artefacts(value: unknown): { path: string; sha256: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = 'path' in value && 'sha256' in value ? [value as { path: string; sha256: string }] : [];
  return [...found, ...Object.values(value).flatMap(artefacts)];
}

/** A directory that has stage.json is whole. */
function expectWholeOrAbsent(target: string): void {
  const directory = output(target);
  if (!existsSync(join(directory, 'stage.json'))) {
    expect(existsSync(directory) ? readdirSync(directory) : []).toEqual([]);
    return;
  }
  const stage: unknown = JSON.parse(readFileSync(join(directory, 'stage.json'), 'utf8'));
  for (const { path, sha256: expected } of artefacts(stage)) {
    const file = join(directory, path);
    if (existsSync(file)) expect(`${path} ${sha256(readFileSync(file))}`).toBe(`${path} ${expected}`);
  }
}

/** Runs one stage anew and kills nx with all it started after so many milliseconds; says whether it was in time. */
async function killed(target: string, milliseconds: number): Promise<boolean> {
  const { command, options } = workspace.nxCommand([
    ...['run', `tiny:${target}`, '--skip-nx-cache', '--exclude-task-dependencies'],
  ]);
  const child = spawn(command[0] ?? '', command.slice(1), { ...options, detached: true, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => {
    child.on('exit', (_code, signal) => {
      resolve(signal === 'SIGKILL');
    });
  });
  await setTimeout(milliseconds);
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It was done already.
  }
  return ended;
}

it.each(STAGES)(
  'kill -9 in the middle of %s leaves nothing half-written, and the next run goes through',
  async (target) => {
    const before = layout();
    const start = Date.now();
    workspace.nx(['run', `tiny:${target}`, '--skip-nx-cache', '--exclude-task-dependencies']);
    const whole = Date.now() - start;
    let inTime = 0;
    for (const part of [0.85, 0.7, 0.55, 0.4, 0.25]) {
      // Three moments, and earlier ones while the run turns out to be faster than the one that was timed.
      if (part < 0.55 && inTime > 0) break;
      if (await killed(target, whole * part)) inTime++;
      expectWholeOrAbsent(target);
    }
    expect(inTime).toBeGreaterThan(0);
    build();
    expectWholeOrAbsent(target);
    expect(layout()).toBe(before);
  },
);

it('two runs at once on the same project both end well', async () => {
  const before = layout();
  const codes = await Promise.all(
    [1, 2].map(async () => {
      const { command, options } = workspace.nxCommand(['run', 'tiny:publish', '--skip-nx-cache']);
      const child = spawn(command[0] ?? '', command.slice(1), { ...options, stdio: 'ignore' });
      return new Promise<number | null>((resolve) => child.on('exit', resolve));
    }),
  );
  expect(codes).toEqual([0, 0]);
  for (const target of STAGES) expectWholeOrAbsent(target);
  expect(layout()).toBe(before);
});
