import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { artefact } from '@basewright/contracts';
import { sha256 } from '@basewright/core';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

/** The stages of an image that has one platform, by the directories that they fill. */
export const STAGES = [
  'fetch-and-verify',
  ...['toolchain', 'configure', 'compile', 'library-resolve', 'rootfs-assemble', 'test', 'publish'].map(
    (stage) => `${stage}--amd64`,
  ),
  'publish',
  'report',
];

/** Declares tests in a workspace of its own: some stages killed in the middle, and two runs at once. */
export function describeInterruptions(killed: readonly string[]): void {
  const workspace = new Workspace();
  afterAll(() => {
    workspace.remove();
  });
  const output = (target: string): string => join(workspace.root, 'dist/images/tiny', target);
  const layout = (): string => sha256(readFileSync(output('publish/oci/index.json')));

  beforeAll(() => {
    workspace.write('images/tiny/image.json', tinyImage());
    const run = workspace.nx(['run-many', '-p', 'tiny', '-t', ...killed, 'publish']);
    if (run.exitCode !== 0) throw new Error(run.output);
  });

  /** Every artefact that a stage.json describes, wherever in its body. */
  function artefacts(value: unknown): { path: string; sha256: string }[] {
    if (typeof value !== 'object' || value === null) return [];
    const found = artefact.safeParse(value).success ? [value as { path: string; sha256: string }] : [];
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
      expect(`${path} ${sha256(readFileSync(join(directory, path)))}`).toBe(`${path} ${expected}`);
    }
  }

  /** Resolves as soon as a stage begins to fill its directory, under the name it has until it is whole. */
  function filling(target: string): Promise<void> {
    return new Promise((resolve) => {
      const watcher = watch(output('.'), { persistent: false }, (_event, name) => {
        if (name?.startsWith(`.${target}.`) !== true) return;
        watcher.close();
        resolve();
      });
    });
  }

  /** The arguments of nx that run one stage, and nothing before it. What publish shows the target layout fills. */
  const alone = (target: string): string[] => [
    ...['run', `tiny:${target.replace('publish', 'layout')}`, '--skip-nx-cache', '--exclude-task-dependencies'],
  ];

  /** Runs one stage anew, from nothing, and kills nx with all it started at a moment; says whether it was in time. */
  async function kill(target: string, moment: Promise<void>): Promise<boolean> {
    rmSync(output(target), { recursive: true, force: true });
    const { command, options } = workspace.nxCommand(alone(target));
    const child = spawn(command[0] ?? '', command.slice(1), { ...options, detached: true, stdio: 'ignore' });
    const ended = new Promise<boolean>((resolve) => {
      child.on('exit', (_code, signal) => {
        resolve(signal === 'SIGKILL');
      });
    });
    await Promise.race([moment, ended]);
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It was done already.
    }
    return ended;
  }

  it.each(killed)(
    'kill -9 in the middle of %s leaves nothing half-written, and the next run goes through',
    async (target) => {
      const stage = (): string => readFileSync(join(output(target), 'stage.json'), 'utf8');
      const before = stage();
      let inTime = 0;
      for (const later of [0, 15]) {
        if (
          await kill(
            target,
            filling(target).then(() => setTimeout(later)),
          )
        )
          inTime++;
        expectWholeOrAbsent(target);
      }
      expect(inTime).toBeGreaterThan(0);
      expect(workspace.nx(alone(target)).exitCode).toBe(0);
      expectWholeOrAbsent(target);
      expect(stage()).toBe(before);
      // What a killed run has left under another name is gone.
      expect(readdirSync(output('.')).filter((name) => name.startsWith('.'))).toEqual([]);
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
}
