import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What one `nx` command did. */
export interface NxRun {
  readonly exitCode: number | null;
  /** Both streams, without colours. */
  readonly output: string;
  /** Tasks whose executor ran, sorted: `busybox-musl:compile--amd64`. */
  readonly ran: readonly string[];
  /** Tasks that Nx took from its cache, sorted. */
  readonly cached: readonly string[];
}

/** How to run a command besides its arguments. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts nx: `['taskset', '-c', '0']`. */
  readonly through?: readonly string[];
}

/** A command line, and where and with what environment to start it. */
export interface NxCommand {
  readonly command: readonly string[];
  readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
}

const REPOSITORY = resolve(__dirname, '..');

/** A copy of this repository's files in a directory of its own, with an Nx cache of its own. */
export class Workspace {
  readonly root: string;

  constructor(parent = tmpdir()) {
    this.root = mkdtempSync(join(parent, 'basewright-e2e-'));
    for (const path of trackedFiles()) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(REPOSITORY, path), join(this.root, path));
    }
    linkModules(this.root);
  }

  /** Runs nx here and reads which tasks ran. */
  nx(args: readonly string[], run: RunOptions = {}): NxRun {
    const { command, options } = this.nxCommand(args, run);
    const { status, stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
      ...options,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    // eslint-disable-next-line no-control-regex -- what colours are made of
    const output = `${stdout}${stderr}`.replace(/\u001b\[[0-9;]*m/g, '');
    return { exitCode: status, output, ...tasksOf(output) };
  }

  /** What {@link nx} starts, for a test that does not just wait for its end. */
  nxCommand(args: readonly string[], { env = {}, through = [] }: RunOptions = {}): NxCommand {
    return {
      command: [...through, process.execPath, join(REPOSITORY, 'node_modules/nx/dist/bin/nx.js'), ...args],
      options: {
        cwd: this.root,
        env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      },
    };
  }

  /** Replaces a file's text. */
  edit(path: string, change: (text: string) => string): void {
    writeFileSync(join(this.root, path), change(readFileSync(join(this.root, path), 'utf8')));
  }

  /** Leaves a project of images/ these platforms only. */
  buildFor(project: string, ...platforms: readonly string[]): void {
    this.edit(`images/${project}/image.json`, (text) =>
      text.replace(/"platforms": \[[^\]]*\]/, `"platforms": ${JSON.stringify(platforms)}`),
    );
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function trackedFiles(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return stdout.split('\0').filter((path) => path !== '');
}

/** Installed packages are shared; those of the family are the copy's own. */
function linkModules(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, '@basewright'), { recursive: true });
  for (const name of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (name !== '@basewright') symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join('../../packages', name), join(modules, '@basewright', name));
    const own = join(REPOSITORY, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(root, 'packages', name, 'node_modules'));
  }
}

function tasksOf(output: string): Pick<NxRun, 'ran' | 'cached'> {
  const headers = [...output.matchAll(/^(?:> |[✔✖] +)nx run (\S+)(.*)$/gm)].map(([, task = '', rest = '']) => ({
    task,
    hit: rest.includes('['),
  }));
  const names = (hit: boolean): string[] =>
    headers
      .filter((header) => header.hit === hit)
      .map(({ task }) => task)
      .sort();
  return { ran: names(false), cached: names(true) };
}
