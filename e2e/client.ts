import { spawnSync } from 'node:child_process';

/** Starts a program in a directory and gives its standard output. Throws what it said when it fails. */
type Client = (program: string, ...args: readonly string[]) => string;

/** What runs skopeo, buildah and the like in a directory. */
export function clientIn(cwd: string): Client {
  return (program, ...args) => {
    const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
    return stdout;
  };
}
