/**
 * The processor time that the shell's builtin `times` prints for its children on its second line, user and system, in
 * seconds: `0m58.120000s 0m7.310000s` (POSIX.1-2017, "times"). A sandbox has its own first process, which nobody outside
 * waits for, so the kernel adds nothing of it to ours.
 */
export function childrenTimes(output: string): number {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const times = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`this is no output of times: ${line}`);
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
