/** A version of a Debian package in its parts, deb-version(7): `[epoch:]upstream[-revision]`. */
const VERSION = /^(?:(?<epoch>\d+):)?(?<upstream>.*?)(?:-(?<revision>[^-]*))?$/s;

/** A run of characters that are no digits, the number after it, and the rest. */
const RUN = /^(\D*)(\d*)(.*)$/s;

/**
 * Which of two versions of a Debian package is newer: below 0 when `a` is older, above 0 when it is newer, 0 when they
 * are equal, as `1.0` and `0:1.0-0` are. The order is that of deb-version(7), "Sorting algorithm", and of
 * `dpkg --compare-versions`.
 */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  return compareNumbers(x.epoch, y.epoch) || compareRuns(x.upstream, y.upstream) || compareRuns(x.revision, y.revision);
}

function partsOf(version: string): { epoch: string; upstream: string; revision: string } {
  const { epoch = '0', upstream = '', revision = '0' } = VERSION.exec(version)?.groups ?? {};
  return { epoch, upstream, revision };
}

/** Text and numbers by turns, each compared in its own way. */
function compareRuns(a: string, b: string): number {
  let [restA, restB] = [a, b];
  while (restA !== '' || restB !== '') {
    const [, textA = '', numberA = '', nextA = ''] = RUN.exec(restA) ?? [];
    const [, textB = '', numberB = '', nextB = ''] = RUN.exec(restB) ?? [];
    const order = compareTexts(textA, textB) || compareNumbers(numberA, numberB);
    if (order !== 0) return order;
    [restA, restB] = [nextA, nextB];
  }
  return 0;
}

function compareTexts(a: string, b: string): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = weightOf(a[at]) - weightOf(b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde comes before the end, the end before letters, letters before all else. */
function weightOf(character: string | undefined): number {
  if (character === '~') return -1;
  if (character === undefined) return 0;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Numbers of any length, as digits: no number at all is 0. */
function compareNumbers(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
