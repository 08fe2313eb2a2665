import { type CompileOutput, reasonOf } from '@basewright/core';
import { runInSandbox } from '@basewright/hermetic';

import { type Check, held } from './check';

/** One command to run in an image, and what its standard output must be. */
interface Smoke {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly wanted: RegExp;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The commands an image must answer; the first three are those the official image is tested with. */
function smokes({ applets, version }: CompileOutput): Smoke[] {
  return [
    { name: 'sh runs env', command: ['/bin/sh', '-xc', 'env'], wanted: /^PATH=/m },
    { name: 'env finds sh', command: ['/usr/bin/env', 'sh', '-ec', 'echo found'], wanted: /^found\n$/ },
    {
      name: 'getconf counts processors',
      command: ['/bin/sh', '-c', 'getconf _NPROCESSORS_ONLN'],
      wanted: /^[1-9][0-9]*\n$/,
    },
    { name: 'the time zone is UTC', command: ['/bin/sh', '-c', 'date +%Z'], wanted: /^UTC\n$/ },
    {
      name: `busybox says it is ${version}`,
      command: ['/bin/busybox'],
      wanted: new RegExp(`^BusyBox v${version.replaceAll('.', '\\.')} `),
    },
    {
      name: `busybox lists ${applets.length} applets`,
      command: ['/bin/busybox', '--list'],
      wanted: new RegExp(`^(\\S+\\n){${applets.length}}$`),
    },
    {
      name: 'every applet is linked where busybox installs it',
      command: ['/bin/sh', '-c', MISSING_APPLETS, 'sh', ...applets.map(({ path }) => path)],
      wanted: /^$/,
    },
    {
      name: 'root has a home and a shell',
      command: ['/bin/sh', '-c', 'echo ~root; grep ^root: /etc/passwd'],
      wanted: /^\/root\nroot:.*:\/root:\/bin\/sh\n$/,
    },
    {
      name: 'printable Unicode is printed',
      command: ['/bin/sh', '-c', "printf 'gr\\303\\274n\\n'"],
      wanted: /^grün\n$/,
    },
    { name: '/tmp can be written', command: ['/bin/sh', '-c', 'mktemp'], wanted: /^\/tmp\// },
  ];
}

const MISSING_APPLETS = 'for path; do [ -x "$path" ] || echo "$path"; done';

/** Runs every smoke command in an unpacked image, with its own shell and no network. */
export async function smokeChecks(tree: string, compiled: CompileOutput): Promise<Check[]> {
  const checks: Check[] = [];
  for (const smoke of smokes(compiled)) checks.push(await run(tree, smoke));
  return checks;
}

async function run(tree: string, { name, command, wanted }: Smoke): Promise<Check> {
  const [program, ...args] = command;
  try {
    // TZ would hide what /etc/localtime says.
    const env = { PATH, TZ: null, LC_ALL: null };
    const { stdout } = await runInSandbox({ root: tree, program, args, env, timeoutMs: 60_000 });
    return wanted.test(stdout)
      ? held(name)
      : { name, problem: `printed ${JSON.stringify(stdout.slice(0, 200))}, want ${String(wanted)}` };
  } catch (error) {
    return { name, problem: reasonOf(error) };
  }
}
