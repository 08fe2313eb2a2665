import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What one `nx` command did. */
export interface NxRun {
  readonly exitCode: number | null;
  /** Both streams, without colours. */
  readonly output: string;
  /** Tasks whose executor ran, sorted: `busybox-musl:compile--amd64`. Not those of `publish`, which shows a layout each time. */
  readonly ran: readonly string[];
  /** Tasks that Nx took from its cache, sorted. */
  readonly cached: readonly string[];
}

/** How to run a command besides its arguments. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts nx: `['taskset', '-c', '0']`. */
  readonly through?: readonly string[];
  /** A directory below the root to start nx in. Default: the root. */
  readonly cwd?: string;
  /** What nx reads on its standard input. */
  readonly input?: string;
}

/** What one `basewright` command did, its streams apart. */
export interface ProgramRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line, and where and with what environment to start it. */
export interface NxCommand {
  readonly command: readonly string[];
  readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
}

/** No daemon that a test would race with; and plugins in nx's own process, which halves the time of a call. */
const QUICK = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' } as const;

/** A directory in which nx is run. */
export class NxWorkspace {
  readonly root: string;
  private readonly modules: string;
  protected readonly host: readonly string[];

  /** `modules` is the node_modules that nx is taken from; `host` starts every program here, on another host as it were. */
  constructor(root: string, modules = join(root, 'node_modules'), host: readonly string[] = []) {
    this.root = root;
    this.modules = modules;
    this.host = host;
  }

  /** Runs nx here and reads which tasks ran. */
  nx(args: readonly string[], run: RunOptions = {}): NxRun {
    const { command, options } = this.nxCommand(args, run);
    const { status, stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
      ...options,
      ...(run.input === undefined ? {} : { input: run.input }),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    // eslint-disable-next-line no-control-regex -- what colours are made of
    const output = `${stdout}${stderr}`.replace(/\u001b\[[0-9;]*m/g, '');
    return { exitCode: status, output, ...tasksOf(output) };
  }

  /** What {@link nx} starts, for a test that does not just wait for its end. */
  nxCommand(args: readonly string[], { env = {}, through = [], cwd = '.' }: RunOptions = {}): NxCommand {
    return {
      command: [...this.host, ...through, process.execPath, join(this.modules, '.bin/nx'), ...args],
      options: {
        cwd: join(this.root, cwd),
        env: { ...process.env, ...QUICK, NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      },
    };
  }

  /** Runs the program of the family that is installed here. */
  basewright(args: readonly string[], run: RunOptions = {}): ProgramRun {
    const { command, options } = this.basewrightCommand(args, run);
    const { status, stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
      ...options,
      input: run.input ?? '',
      encoding: 'utf8',
    });
    return { exitCode: status, stdout, stderr };
  }

  /** What {@link basewright} starts. */
  basewrightCommand(args: readonly string[], run: RunOptions = {}): NxCommand {
    const { options } = this.nxCommand([], run);
    return { command: [join(this.root, 'node_modules/.bin/basewright'), ...args], options };
  }

  /** Replaces a file's text. */
  edit(path: string, change: (text: string) => string): void {
    writeFileSync(join(this.root, path), change(readFileSync(join(this.root, path), 'utf8')));
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

function tasksOf(output: string): Pick<NxRun, 'ran' | 'cached'> {
  const headers = [...output.matchAll(/^(?:> |[✔✖] +)nx run (\S+)(.*)$/gm)].map(([, task = '', rest = '']) => ({
    task,
    hit: rest.includes('['),
  }));
  const names = (hit: boolean): string[] =>
    headers
      .filter((header) => header.hit === hit && !/:publish(--|$)/.test(header.task))
      .map(({ task }) => task)
      .sort();
  return { ran: names(false), cached: names(true) };
}
