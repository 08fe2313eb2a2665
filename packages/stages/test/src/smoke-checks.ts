import { type CompileOutput } from '@basewright/contracts';
import { reasonOf } from '@basewright/core';
import { type ImageRunner } from '@basewright/emulation';
import { runInSandbox } from '@basewright/sandbox';

import { type Built } from './answered-names';
import { type Check, failed, passed, skipped } from './check';

/** One command to run in an image, and what its standard output must be. */
interface Smoke {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly wanted: RegExp;
  /** Names that BusyBox has to answer to, for the question to arise. */
  readonly needs: readonly string[];
  /** The command starts further programs. */
  readonly starts?: true;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The commands an image must answer; the first ones are those the official image is tested with. Applets are started by
 * their own paths: without CONFIG_BUSYBOX `busybox date` is none, and a BusyBox of one applet is that applet.
 */
function smokes({ applets, version, busybox }: CompileOutput): Smoke[] {
  const sh = (script: string): Smoke['command'] => ['/bin/sh', '-c', script];
  const applet = (wanted: string, ...args: string[]): Pick<Smoke, 'needs' | 'command'> => ({
    needs: [wanted],
    command: [applets.find(({ name }) => name === wanted)?.path ?? '', ...args],
  });
  return [
    {
      name: 'sh runs env',
      needs: ['sh', 'env'],
      starts: true,
      command: ['/bin/sh', '-xc', 'env'],
      wanted: /^PATH=/m,
    },
    {
      name: 'env finds sh',
      needs: ['sh', 'env'],
      starts: true,
      command: ['/usr/bin/env', 'sh', '-ec', 'echo found'],
      wanted: /^found\n$/,
    },
    {
      name: 'getconf counts processors',
      needs: [],
      command: ['/bin/getconf', '_NPROCESSORS_ONLN'],
      wanted: /^[1-9][0-9]*\n$/,
    },
    { name: 'the time zone is UTC', ...applet('date', '+%Z'), wanted: /^UTC\n$/ },
    {
      name: `busybox says it is ${version}`,
      needs: ['busybox'],
      command: ['/bin/busybox'],
      wanted: new RegExp(`^BusyBox v${version.replaceAll('.', '\\.')} `),
    },
    {
      name: `busybox lists ${applets.length} applets`,
      needs: ['busybox'],
      command: ['/bin/busybox', '--list'],
      wanted: new RegExp(`^(\\S+\\n){${applets.length}}$`),
    },
    {
      // BusyBox picks its code by processor: SHA instructions where there are some (libbb/hash_md5_sha.c).
      name: 'sha256sum of busybox',
      ...applet('sha256sum', '/bin/busybox'),
      wanted: new RegExp(`^${busybox.file.sha256} `),
    },
    { name: 'the home of root is known', needs: ['sh'], command: sh('echo ~root'), wanted: /^\/root\n$/ },
    { name: 'printable Unicode is printed', ...applet('printf', 'gr\\303\\274n\\n'), wanted: /^grün\n$/ },
    {
      name: '/tmp can be written',
      needs: ['sh'],
      command: sh('echo written >/tmp/x && read -r line </tmp/x && echo "$line"'),
      wanted: /^written\n$/,
    },
  ];
}

/** Runs the commands that start no further programs in an emulator of the platform's oldest processor. */
export async function oldProcessorChecks(
  tree: string,
  { compiled, names }: Built,
  runner: Extract<ImageRunner, { how: 'direct' }>,
): Promise<Check[]> {
  const runnable = smokes(compiled).filter(
    ({ needs, starts }) => starts !== true && needs.every((name) => names.has(name)),
  );
  const checks: Check[] = [];
  for (const smoke of runnable) {
    checks.push(await run(tree, { ...smoke, name: `${smoke.name}, on the oldest processor` }, runner));
  }
  return checks;
}

/** Runs every smoke command in an unpacked image, with no network. */
export async function smokeChecks(tree: string, { compiled, names }: Built, runner: ImageRunner): Promise<Check[]> {
  const checks: Check[] = [];
  for (const smoke of smokes(compiled)) {
    const absent = smoke.needs.filter((name) => !names.has(name));
    if (absent.length > 0) checks.push(skipped(smoke.name, `the image was not asked to have ${absent.join(', ')}`));
    else if (runner.how === 'none') checks.push(skipped(smoke.name, runner.reason));
    else if (runner.how === 'direct' && smoke.starts === true) checks.push(skipped(smoke.name, runner.reason));
    else checks.push(await run(tree, smoke, runner));
  }
  return checks;
}

async function run(
  tree: string,
  { name, command, wanted }: Smoke,
  runner: Exclude<ImageRunner, { readonly how: 'none' }>,
): Promise<Check> {
  try {
    // TZ would hide what /etc/localtime says.
    const env = { PATH, TZ: null, LC_ALL: null };
    const { stdout } = await runInSandbox({ root: tree, ...runner.start(command), env, timeoutMs: 60_000 });
    return wanted.test(stdout)
      ? passed(name)
      : failed(name, `printed ${JSON.stringify(stdout.slice(0, 200))}, want ${String(wanted)}`);
  } catch (error) {
    return failed(name, reasonOf(error));
  }
}
