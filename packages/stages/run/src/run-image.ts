import { constants } from 'node:os';
import { join } from 'node:path';

import {
  asBuild,
  BasewrightError,
  didYouMean,
  leaveOutputAlone,
  log,
  openStore,
  type Platform,
  platformOf,
  type Store,
} from '@basewright/core';
import { type ImageRunner, imageRunner } from '@basewright/emulation';
import { keptImage, type KeptImage, makeFileInside, readBase, readInside, type StoredImage } from '@basewright/oci';
import { type Bind, withInterpreter } from '@basewright/sandbox';

import { type Asked } from './asked';
import { checkExecutable } from './check-executable';
import { type Container, planContainer } from './container';
import { asUserOf, containerArguments, type ContainerFiles, outerNamespaces } from './container-arguments';
import { makeMountPoints, makeWorkdir, withContainerFiles, withScratch } from './container-files';
import { PREPARE_ROOT, ROOT } from './container-root';
import { findProgram } from './find-program';
import { checkSystemDirectories, hostFiles } from './host-files';
import { hasId, idGrant, planIdMap } from './id-grant';
import { lowPortHint } from './low-ports';
import { planMounts } from './mounts';
import { type Namespaces, withNamespaces } from './namespaces';
import { type RunImage, type RunOptions } from './options';
import { inOwnTerminal } from './own-terminal';
import { hasTerminal, type outliveSignals, type SignalCare } from './signals';
import { start, STATUS_OPTION } from './start';
import { type Accounts } from './user';

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
  const { workspace, asked } = request;
  leaveOutputAlone();
  const image = chooseImage(options, asked.flags.platform?.at(-1));
  await request.build(image);
  const platform = platformOf(image.platform);
  const runner = await runnerOf(platform, options, workspace);
  const stored = await readBase(join(workspace, image.directory), image.platform);
  const store = openStore();
  // What is kept of the image is not pruned meanwhile.
  return asBuild(store, async () => {
    const kept = await keptImage(store, stored, options.name);
    return withScratch((scratch) => runKept({ store, kept, scratch, runner, platform, stored }, options, request));
  });
}

/** An image that is ready to be started. */
interface ReadyImage {
  readonly store: Store;
  readonly kept: KeptImage;
  /** Absolute path of an empty directory for this run. */
  readonly scratch: string;
  readonly runner: Runner;
  readonly platform: Platform;
  readonly stored: StoredImage;
}

async function runKept(image: ReadyImage, options: RunOptions, request: RunRequest): Promise<number> {
  const { store, kept, scratch, runner, platform, stored } = image;
  const { asked, cwd, interrupted } = request;
  const { tree } = kept;
  const config = stored.config.config ?? {};
  const missing = { directories: new Set<string>(), files: new Set<string>() };
  await checkSystemDirectories(tree);
  const { binds: volumes, directory } = await planMounts({ tree, cwd, volumes: asked.flags.volume ?? [], missing });
  if (directory === null) sayHidden(cwd);
  const container = planContainer({
    asked,
    config,
    accounts: await accountsOf(tree),
    hostname: options.name,
    caller: { directory: directory ?? '/', environment: process.env, terminal: hasTerminal() },
  });
  const { user } = container;
  // What the caller mounts hides what every container has.
  const own = await hostFiles({ tree, scratch: join(scratch, 'files'), missing, ...container });
  const files = { tree, binds: [...own, ...volumes], missing };
  await makeMountPoints(files);
  await makeWorkdir(files, container.cwd);
  const program = await programOf(files, container, { runner, platform });
  const grant = await idGrant();
  const caller = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const ids = grant === null ? null : { map: planIdMap(grant, caller, user), by: grant.by };
  const status = await withNamespaces({ ids, user }, (namespaces) =>
    withContainerFiles({ store, kept, files, user, namespaces, scratch }, async (descriptors) => {
      const signal = interrupted();
      if (signal !== undefined) return 128 + constants.signals[signal];
      const hasManyIds = namespaces.map !== null;
      const root = { ...files, tree: join(scratch, ROOT) };
      const commandLine = commandLineOf(root, mapped(container, namespaces), { ...program, hasManyIds });
      return start({
        commandLine: container.terminal ? inOwnTerminal(commandLine) : commandLine,
        purpose: `run ${container.command[0]} in ${options.name}`,
        signals: request.signals,
        depth: (container.init ? 3 : 2) + (container.terminal ? 1 : 0),
        descriptors: [namespaces.outer, namespaces.inner ?? 'ignore', ...descriptors],
      });
    }),
  );
  if (status !== 0 && container.network) process.stderr.write(await lowPortHint(config));
  return status;
}

/** Groups that the namespace does not have cannot be set. */
function mapped(container: Container, { map }: Namespaces): Container {
  return { ...container, groups: container.groups.filter((gid) => map !== null && hasId(map.gids, gid)) };
}

/** What a docker user would look for in vain: said where it is hidden. */
function sayHidden(cwd: string): void {
  log.warn(
    `${cwd} is not mounted, since the image has files of its own at /work\nhint: mount it elsewhere: --volume .:/mine`,
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
    log.warn(`a program cannot start others here: ${runner.reason}`);
  }
  return runner;
}

/** What is started, and what has to be mounted for it. */
interface Program {
  readonly begin: ReturnType<Runner['start']>;
  readonly binds: readonly Bind[];
}

/** A program is started by its name as it was given: many programs look at it. */
async function programOf(
  files: ContainerFiles,
  { command, cwd, environment }: Container,
  { runner, platform }: { readonly runner: Runner; readonly platform: Platform },
): Promise<Program> {
  const [name, ...words] = command;
  const path = await findProgram(files, name, { cwd, path: environment['PATH'] ?? '' });
  await checkExecutable(files, { name, path }, platform);
  const begin = runner.start([runner.how === 'direct' ? path : name, ...words]);
  const binds: Bind[] = [];
  for (const bind of begin.binds ?? []) binds.push({ ...bind, to: await makeFileInside(files, bind.to) });
  return { begin, binds };
}

/** The whole command line. */
function commandLineOf(
  files: ContainerFiles,
  container: Container,
  { begin, binds, hasManyIds }: Program & { readonly hasManyIds: boolean },
): string[] {
  const { emulator } = begin;
  const cpu: Record<string, string> = emulator === undefined ? {} : { QEMU_CPU: emulator.cpu };
  const around = containerArguments(
    { ...files, binds: [...files.binds, ...binds] },
    { ...container, environment: { ...container.environment, ...cpu } },
    hasManyIds,
  );
  const bubblewrap = [
    ...(hasManyIds ? asUserOf(container) : []),
    ...['bwrap', ...around, ...STATUS_OPTION, '--', begin.program, ...begin.args],
  ];
  const prepared = emulator === undefined ? bubblewrap : withInterpreter(emulator, bubblewrap);
  return [...outerNamespaces(hasManyIds), 'sh', '-c', PREPARE_ROOT, 'sh', ...prepared];
}

/** The accounts of an unpacked image. */
async function accountsOf(tree: string): Promise<Accounts> {
  const view = { tree, binds: [] };
  const [passwd, group] = await Promise.all([readInside(view, '/etc/passwd'), readInside(view, '/etc/group')]);
  return { passwd, group };
}
