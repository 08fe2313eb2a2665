import { readFileSync } from 'node:fs';

/** USER_HZ: fixed at 100 in what the kernel shows to programs (proc(5)). */
const TICKS_PER_SECOND = 100;

/** The processor time of all programs that this process started and that ended, theirs included, in seconds. */
export function childrenCpu(): number {
  // cutime and cstime are fields 16 and 17 of proc(5); field 2, the name, may hold spaces and ends with a parenthesis.
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
