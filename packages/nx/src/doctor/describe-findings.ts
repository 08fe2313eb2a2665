import { type Finding } from './check';

const MARKS: Readonly<Record<Finding['state'], string>> = { good: 'ok', limited: 'limited', broken: 'broken' };
const COLUMN = 9;

/** The lines a person reads: one for what is there; what is wrong has its cause and how to mend it below. */
export function describeFindings(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ what }) => what.length)) + 2;
  const indent = ' '.repeat(COLUMN);
  return findings.flatMap(({ what, state, found, mend, neededFor }) => {
    const mark = MARKS[state].padEnd(COLUMN);
    if (state === 'good') return [`${mark}${what.padEnd(width)}${found}`];
    const without = neededFor === undefined ? '' : ` (only needed for ${neededFor})`;
    const told = [found, ...(mend === undefined ? [] : [`to mend it: ${mend}`])];
    return [`${mark}${what}${without}`, ...told.flatMap((text) => text.split('\n')).map((line) => `${indent}${line}`)];
  });
}
