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

/** What an edit costs, in seconds. */
export interface EditLoop {
  /** `make -j$(nproc)` in an empty directory of the same root. */
  readonly bare: number;
  /** `nx run X:publish` where only the sources and the toolchain are there. */
  readonly clean: number;
  /** The same after one applet was switched off. */
  readonly appletOff: number;
  /** The same with nothing to do. */
  readonly unchanged: number;
  /** `nx run` of a target that does nothing. */
  readonly nothing: number;
}

/** Measures side by side, `rounds` times; medians. `store` is where its builds keep their object trees. */
export async function editLoop(workspace: Workspace, store: string, rounds: number): Promise<EditLoop> {
  const watch = new Stopwatch();
  const nx = (task: string): void => {
    const run = workspace.nx(['run', task], { env: { BASEWRIGHT_STORE: store } });
    if (run.exitCode !== 0) throw new Error(run.output);
  };
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
    for (let pair = 0; pair < 3; pair++) {
      await watch.time('nothing to do', () => {
        nx(`${name}:publish`);
      });
      await watch.time('nx:noop', () => {
        nx('nothing:publish');
      });
    }
  }
  return {
    bare: watch.median('bare make'),
    clean: watch.median('clean build'),
    appletOff: watch.median('one applet off'),
    unchanged: watch.median('nothing to do'),
    nothing: watch.median('nx:noop'),
  };
}
