import { constants } from 'node:os';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, didYouMean, leaveOutputAlone, type Platform, platformOf } from '@basewright/core';
import { type Bind, type ImageRunner, imageRunner, withInterpreter } from '@basewright/hermetic';
import { followLinks, makeFileInside, makeInside, onHost, readBase } from '@basewright/oci';

import { type Asked } from './asked';
import { checkExecutable } from './check-executable';
import { type Container, planContainer } from './container';
import { containerArguments, type ContainerFiles, OUTER_NAMESPACES } from './container-arguments';
import { findProgram } from './find-program';
import { checkSystemDirectories, hostFiles } from './host-files';
import { planMounts } from './mounts';
import { type RunImage, type RunOptions } from './options';
import { lowPortHint } from './low-ports';
import { inOwnTerminal } from './own-terminal';
import { hasTerminal, type outliveSignals, type SignalCare } from './signals';
import { start, STATUS_OPTION } from './start';
import { accountsOf, withUnpackedImage } from './unpacked-image';

/** Who runs what. */
export interface RunRequest {
  /** Absolute path. */
  readonly workspace: string;
  readonly asked: Asked;
  /** Absolute path of the directory the caller is in. */
  readonly cwd: string;
  readonly signals: SignalCare;
  /** A signal that has come: nothing is started any more. */
  readonly interrupted: ReturnType<typeof outliveSignals>['received'];
  /** Brings the image up to date. */
  readonly build: (image: RunImage) => Promise<void>;
}

/**
 * Runs a command in an image on our own standard input, output and error, and gives its exit status. Throws BAD_INPUT and
 * NOT_FOUND for what was asked, {@link CannotStart} for a command that Linux would not start.
 */
export async function runImage(options: RunOptions, request: RunRequest): Promise<number> {
  const { workspace, asked, cwd, interrupted } = request;
  leaveOutputAlone();
  const image = chooseImage(options, asked.flags.platform?.at(-1));
  await request.build(image);
  const platform = platformOf(image.platform);
  const runner = await runnerOf(platform, options, workspace);
  const stored = await readBase(join(workspace, image.directory), image.platform);
  const config = stored.config.config ?? {};
  return withUnpackedImage(stored, options.name, async ({ tree, scratch }) => {
    await checkSystemDirectories(tree);
    const { binds: volumes, directory } = await planMounts({ tree, cwd, volumes: asked.flags.volume ?? [] });
    if (directory === null) sayHidden(cwd);
    const container = planContainer({
      ...{ asked, config, accounts: await accountsOf(tree), hostname: options.name },
      caller: { directory: directory ?? '/', environment: process.env, terminal: hasTerminal() },
    });
    // What the caller mounts hides what every container has.
    const binds = [...(await hostFiles({ tree, scratch, ...container })), ...volumes];
    await makeWorkdir({ tree, binds }, container.cwd);
    const commandLine = await commandLineOf({ tree, binds }, container, { runner, platform });
    const signal = interrupted();
    if (signal !== undefined) return 128 + constants.signals[signal];
    const status = await start({
      commandLine: container.terminal ? inOwnTerminal(commandLine) : commandLine,
      purpose: `run ${container.command[0]} in ${options.name}`,
      signals: request.signals,
      depth: (container.init ? 3 : 2) + (container.terminal ? 1 : 0),
    });
    if (status !== 0 && container.network) process.stderr.write(await lowPortHint(config));
    return status;
  });
}

/** What a docker user would look for in vain: said where it is hidden. */
function sayHidden(cwd: string): void {
  process.stderr.write(
    `warning: ${cwd} is not mounted, since the image has files of its own at /work\nhint: mount it elsewhere: --volume .:/mine\n`,
  );
}

function chooseImage({ name, images }: RunOptions, wanted: string | undefined): RunImage {
  const found = wanted === undefined ? images[0] : images.find(({ platform }) => platform === wanted);
  if (found !== undefined) return found;
  const known = images.map(({ platform }) => platform);
  const near = didYouMean(wanted ?? '', known);
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot run ${name} for ${wanted ?? 'no platform'}: it is not built for that${near}`,
    {
      hint: `it is built for ${known.join(', ')}`,
    },
  );
}

type Runner = Exclude<ImageRunner, { readonly how: 'none' }>;

async function runnerOf(platform: Platform, options: RunOptions, workspace: string): Promise<Runner> {
  const { strict = false, debian = {} } = options;
  const lockFile = join(workspace, options.lockFile);
  const runner = await imageRunner(platform, { lockFile, strict, debian: { ...debian, lockFile } });
  if (runner.how === 'none') {
    throw new BasewrightError(
      'MISSING_PREREQUISITE',
      `cannot run ${options.name} for ${platform.id}: ${runner.reason}`,
    );
  }
  if (runner.how === 'direct') {
    process.stderr.write(`warning: a program cannot start others here: ${runner.reason}\n`);
  }
  return runner;
}

/** docker makes the working directory too, where it is not there. */
async function makeWorkdir(files: ContainerFiles, cwd: string): Promise<void> {
  const place = await followLinks(files, cwd);
  if (place !== null && onHost(files, place) === join(files.tree, place)) await makeInside(files, place);
  const there = place === null ? null : await stat(onHost(files, place)).catch(() => null);
  if (there?.isDirectory() !== true)
    throw new BasewrightError('BAD_INPUT', `cannot start in ${cwd}: it is no directory`);
}

/** The whole command line. A program is started by its name as it was given: many programs look at it. */
async function commandLineOf(
  files: ContainerFiles,
  container: Container,
  { runner, platform }: { readonly runner: Runner; readonly platform: Platform },
): Promise<string[]> {
  const { command, cwd, environment } = container;
  const [name, ...words] = command;
  const path = await findProgram(files, name, { cwd, path: environment['PATH'] ?? '' });
  await checkExecutable(files, { name, path }, platform);
  const begin = runner.start([runner.how === 'direct' ? path : name, ...words]);
  const { emulator } = begin;
  const binds: Bind[] = [];
  for (const bind of begin.binds ?? []) binds.push({ ...bind, to: await makeFileInside(files, bind.to) });
  const cpu: Record<string, string> = emulator === undefined ? {} : { QEMU_CPU: emulator.cpu };
  const around = containerArguments(
    { ...files, binds: [...files.binds, ...binds] },
    { ...container, environment: { ...environment, ...cpu } },
  );
  const bubblewrap = ['bwrap', ...around, ...STATUS_OPTION, '--', begin.program, ...begin.args];
  return [...OUTER_NAMESPACES, ...(emulator === undefined ? bubblewrap : withInterpreter(emulator, bubblewrap))];
}
