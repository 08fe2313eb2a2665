/** Where a run of many tasks is. */
export interface RunProgress {
  /** Tasks begun, those taken from the cache included. */
  readonly begun: number;
  readonly tasks: number;
  readonly seconds: number;
}

const HEADER = /^> nx run ([^:]+):(\S+)(?: +\[(.+)\])?$/;

/** What is not worth a line: Nx's frames, and Node's remark on colours. */
const NOISE = /^$|^\(Use `node --trace-warnings|NO_COLOR/;

/** The task whose output Nx announces with a line, or null: `> nx run busybox-musl:compile--arm64  [local cache]`. */
export function taskBegun(line: string): { project: string; target: string; cached: boolean } | null {
  const [, project, target, cached] = HEADER.exec(line.trimEnd()) ?? [];
  return project === undefined || target === undefined ? null : { project, target, cached: cached !== undefined };
}

/** One line of Nx's output as it is shown: which image, stage and platform begins, how many of how many; null: not at all. */
export function shownLine(line: string, { begun, tasks, seconds }: RunProgress): string | null {
  const task = taskBegun(line);
  if (task === null) return NOISE.test(line.trim()) ? null : `${' '.repeat(19)}${line}`;
  const [stage = '', platform = 'all platforms'] = task.target.split('--');
  const count = `[${String(begun).padStart(String(tasks).length)}/${tasks}]`.padEnd(10);
  const what = `${task.project.padEnd(15)} ${stage.padEnd(16)} ${platform}`;
  return `${clock(seconds).padStart(7)} ${count} ${what}${task.cached ? ' (cached)' : ''}`;
}

/** `12:05`, or `1:02:05`. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
