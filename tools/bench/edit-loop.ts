import { join } from 'node:path';

import { type Workspace } from '../../e2e/workspace';
import { bareMake } from './bare-make';
import { Stopwatch } from './stopwatch';

/** An image as its author writes it. Images of the same fragments share an object tree: `name`.config is its own. */
const image = (name: string, unset: readonly string[] = []): string =>
  JSON.stringify({
    name,
    libc: 'glibc',
    busybox: { version: '1.38.0', config: ['../common/official.config', `${name}.config`], unset },
    platforms: ['linux/amd64'],
  });

/** What Nx itself costs, in seconds. */
interface NothingToDo {
  /** `nx run X:publish` where all is in the cache. */
  readonly publish: number;
  /** `nx run` of a target that does nothing. */
  readonly noop: number;
}

/** What an edit costs, in seconds. */
export interface EditLoop {
  /** `make -j$(nproc)` in an empty directory of the same root. */
  readonly bare: number;
  /** `nx run X:publish` where only the sources and the toolchain are there. */
  readonly clean: number;
  /** The same after one applet was switched off. */
  readonly appletOff: number;
  /** The same with nothing to do. */
  readonly unchanged: NothingToDo;
  /** The same in Nx's daemon, which a terminal has and CI has not. */
  readonly inDaemon: NothingToDo;
}

/** How Nx runs in a terminal: plugins have processes of their own, too. */
const DAEMON = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' } as const;
const IN_DAEMON = ', in the daemon';

/** Measures side by side, `rounds` times; medians. `store` is where its builds keep their object trees. */
export async function editLoop(workspace: Workspace, store: string, rounds: number): Promise<EditLoop> {
  const watch = new Stopwatch();
  const nx = (task: string, env: Readonly<Record<string, string>> = {}): void => {
    const run = workspace.nx(['run', task], { env: { BASEWRIGHT_STORE: store, ...env } });
    if (run.exitCode !== 0) throw new Error(run.output);
  };
  const nothingToDo = async (where: string, image: string, env?: Readonly<Record<string, string>>): Promise<void> => {
    for (let pair = 0; pair < 3; pair++) {
      await watch.time(`nothing to do${where}`, () => {
        nx(`${image}:publish`, env);
      });
      await watch.time(`nx:noop${where}`, () => {
        nx('nothing:publish', env);
      });
    }
  };
  const medians = (where: string): NothingToDo => ({
    publish: watch.median(`nothing to do${where}`),
    noop: watch.median(`nx:noop${where}`),
  });
  const write = (name: string, unset?: readonly string[]): void => {
    workspace.write(`images/bench/${name}.config`, '');
    workspace.write('images/bench/image.json', image(name, unset));
  };
  workspace.write('images/nothing/project.json', '{"name":"nothing","targets":{"publish":{"executor":"nx:noop"}}}');
  write('bench-0');
  nx('bench-0:configure--amd64');
  const make = await bareMake(join(workspace.root, 'dist/images/bench-0'), 'linux/amd64', 'glibc');
  for (let round = 1; round <= rounds; round++) {
    const name = `bench-${round}`;
    write(name);
    await watch.time('bare make', make);
    await watch.time('clean build', () => {
      nx(`${name}:publish`);
    });
    write(name, ['YES']);
    await watch.time('one applet off', () => {
      nx(`${name}:publish`);
    });
    await nothingToDo('', name);
    nx(`${name}:publish`, DAEMON);
    await nothingToDo(IN_DAEMON, name, DAEMON);
    workspace.nx(['daemon', '--stop'], { env: DAEMON });
  }
  return {
    bare: watch.median('bare make'),
    clean: watch.median('clean build'),
    appletOff: watch.median('one applet off'),
    unchanged: medians(''),
    inDaemon: medians(IN_DAEMON),
  };
}
