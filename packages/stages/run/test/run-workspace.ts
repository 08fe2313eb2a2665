import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { hostDebianArch, openStore, platformOf, PLATFORMS } from '@basewright/core';
import { pinnedFor, storeWithOwn } from '@basewright/testing';

import { type FlagValues } from '../src/flags';
import { debianBusybox, type OwnedFile } from './debian-busybox';

const REPOSITORY = resolve(__dirname, '../../../..');

/** The platform of this machine, and one that it needs an emulator for. */
export const NATIVE = platformOf(PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch())?.id ?? '');
export const FOREIGN = platformOf(NATIVE.id === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64');

/** What a test asks of a run. */
export interface Wanted {
  readonly flags?: FlagValues;
  /** Directory of the image for this machine. Default: `native`. */
  readonly image?: string;
}

/** How a run ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory with images of Debian's BusyBox, and the program that runs them as a user would: in a process of its own. */
export class RunWorkspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'basewright-run-test-')));
  /** Where the user is. */
  readonly cwd = join(this.root, 'project');
  /** Where the files of one run are. */
  readonly trees = join(this.root, 'trees');
  /** As the user's, but for the images that are kept: some tests damage those. */
  private readonly storeHome = storeWithOwn('images', openStore());
  readonly env = { ...process.env, TMPDIR: this.trees, BASEWRIGHT_STORE: this.storeHome };
  /** Where images are kept unpacked. */
  readonly images = openStore(this.env).images;

  constructor() {
    for (const directory of [this.cwd, this.trees]) mkdirSync(directory);
  }

  /** Makes the images that a test names, and those for both platforms. */
  async fill(images: Readonly<Record<string, readonly [settings: object, owned?: readonly OwnedFile[]]>> = {}) {
    await debianBusybox(join(this.root, 'native'), NATIVE);
    await debianBusybox(join(this.root, 'foreign'), FOREIGN);
    for (const [name, [settings, owned]] of Object.entries(images))
      await debianBusybox(join(this.root, name), NATIVE, settings, owned);
    const [busybox] = await pinnedFor(`tests/busybox-static/${FOREIGN.debianArch}`);
    const program = join(openStore().packages, busybox?.sha256 ?? '', 'usr/bin/busybox');
    copyFileSync(program, join(this.root, 'foreign-busybox'));
  }

  commandLine(command: readonly string[], { flags = {}, image = 'native' }: Wanted = {}): [string, ...string[]] {
    const options = {
      name: 'tiny',
      images: [
        { platform: NATIVE.id, directory: image },
        { platform: FOREIGN.id, directory: 'foreign' },
      ],
      lockFile: relative(this.root, join(REPOSITORY, 'basewright.lock.json')),
    };
    const request = { workspace: this.root, asked: { flags, command }, cwd: this.cwd, signals: 'forward' };
    const script = [join(REPOSITORY, 'tools/run-ts.cjs'), join(__dirname, 'run-image.ts')];
    return [process.execPath, ...script, JSON.stringify({ options, request })];
  }

  /** Runs a command in an image, and says how it ended. */
  run(command: readonly string[], wanted: Wanted = {}, input: string | Buffer = ''): Ended {
    const [program, ...args] = this.commandLine(command, wanted);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: this.env, input });
    return { status, stdout, stderr };
  }

  sh(script: string, wanted?: Wanted, input?: string): Ended {
    return this.run(['sh', '-c', script], wanted, input);
  }

  remove(): void {
    for (const directory of [this.root, this.storeHome]) rmSync(directory, { recursive: true, force: true });
  }
}
