import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { configure, type ConfigureOptions } from '@basewright/configure';
import { type CompileOutput, readStage, toolchainOutput } from '@basewright/contracts';
import { digestOf, openStore } from '@basewright/core';
import { type Libc } from '@basewright/libcs';
import { materialiseRoot, runInSandbox } from '@basewright/sandbox';

import { leaveSources, leaveToolchain } from '../../configure/test/real-stages';
import { compile } from '../src';

const PLATFORM = 'linux/amd64';

/** Quick to compile: little but libbb. */
export const TINY: Partial<ConfigureOptions> = {
  base: 'allnoconfig',
  set: { BUSYBOX: true, FEATURE_INSTALLER: true, SH_IS_NONE: true, CAT: true, ECHO: true, TRUE: true },
};

/** What is compiled, and where to. */
export interface Build {
  readonly libc?: Libc;
  readonly key?: string;
  readonly outputPath?: string;
  readonly config?: Partial<ConfigureOptions>;
  readonly fetchAndVerify?: string;
  readonly clean?: boolean;
}

/** What an earlier run of the tests left is carried on with, as in the builds of an image; `clean` starts anew. */
export const PROJECT = 'test-of-compile';

/** A directory with the sources of BusyBox, in which it is compiled. */
export class CompileWorkspace {
  readonly root: string;
  private readonly sources: string;

  private constructor(root: string, sources: string) {
    this.root = root;
    this.sources = sources;
  }

  static async make(): Promise<CompileWorkspace> {
    const root = await mkdtemp(join(await realpath(tmpdir()), 'basewright-compile-'));
    return new CompileWorkspace(root, await leaveSources(root));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  /** Configures and compiles. */
  async build({
    libc = 'glibc',
    key = PROJECT,
    outputPath = 'out',
    config = TINY,
    clean = false,
    fetchAndVerify = this.sources,
  }: Build): Promise<CompileOutput> {
    const toolchain = await leaveToolchain(this.root, libc);
    const common = { platform: PLATFORM, libc, fetchAndVerify, toolchain };
    const asked = { base: 'defconfig', fragments: [], set: {}, unset: [], ...config };
    const configured = `${outputPath}-configure`;
    await configure({ ...common, ...asked, outputPath: configured }, this.root);
    return compile(this.root, { ...common, configure: configured, key, outputPath, clean });
  }

  /** Where the log of the build that `out` is of lies: it is named by what its object tree is named by. */
  async log(): Promise<string> {
    const inputs = JSON.parse(String(await this.bytes('out/inputs.json'))) as Record<string, string>;
    const key = { ...inputs, '.config': undefined, sysroot: inputs['sysroot'] || null };
    return join(openStore().logs, `compile-${digestOf(key)}.log`);
  }

  bytes(path: string): Promise<Buffer> {
    return readFile(join(this.root, path));
  }

  /** Runs a program of a stage in the root it was compiled in, and gives its standard output. */
  async run(libc: Libc, program: string, ...args: string[]): Promise<string> {
    const toolchain = await readStage(
      join(this.root, await leaveToolchain(this.root, libc)),
      toolchainOutput,
      PLATFORM,
    );
    const root = await materialiseRoot(openStore(), {}, toolchain.body.build);
    const binds = [{ from: join(this.root, 'out'), to: '/out' }];
    return (await runInSandbox({ root, program: `/out/${program}`, args, binds })).stdout;
  }
}
