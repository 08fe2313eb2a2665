import { type ImageFinding } from './image-findings';

/** How many files of one finding are named. */
const NAMED = 3;

/**
 * A line a finding, with its name: `image.user: there is no user "ghost" in the image [unknown-user]`. What is the same of
 * several files is one line. `platforms` are those of the image.
 */
export function findingLines(findings: readonly ImageFinding[], platforms: readonly string[]): string[] {
  const groups = new Map<string, ImageFinding[]>();
  for (const finding of findings) {
    // A place in image.json is about itself; files that lack the same are told together.
    const isFile = finding.file !== null && !isSetting(finding);
    const key = isFile ? JSON.stringify({ ...finding, file: null, place: null }) : JSON.stringify(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => lineOf(group, platforms));
}

function lineOf(group: readonly ImageFinding[], platforms: readonly string[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const { place, file, problem, kind, package: name } = first;
  const files = group.map((one) => one.file).slice(0, NAMED);
  const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
  const where = file === null || isSetting(first) ? '' : ` ${file}`;
  const also = group.length > 1 ? ` (also ${files.slice(1).join(', ')}${more})` : '';
  const only = first.platforms.length === platforms.length ? '' : ` (on ${first.platforms.join(', ')})`;
  const has = name === null ? '' : `; Debian's ${name} has it`;
  const warning = first.severity === 'warning' ? 'warning: ' : '';
  return `${warning}${place}:${where} ${problem}${also}${has}${only} [${kind}]`;
}

/** Whether it is about what image.json says, rather than about a file. */
function isSetting({ place }: ImageFinding): boolean {
  return place.startsWith('image.') || place.includes('].shell ');
}

/** What an image is made of, as far as it decides where packages are asked for. */
export interface Adding {
  /** It is made on another: it has `packages`. */
  readonly isDerived: boolean;
  /** Its libc loads libraries: an image from source has `libraries` then. */
  readonly hasLibraries: boolean;
}

/** What to write into image.json: what adds what is lacking, and what says that it is right so. */
export function findingHint(findings: readonly ImageFinding[], { isDerived, hasLibraries }: Adding): string {
  const names = [...new Set(findings.flatMap(({ package: name }) => name ?? []))].sort();
  const libraries = [
    ...new Set(findings.flatMap(({ kind, need }) => (kind === 'missing-library' && need !== null ? [need] : []))),
  ];
  const added = isDerived ? listed('packages', names) : hasLibraries ? listed('libraries', libraries.sort()) : '';
  const [first] = findings;
  const path = first?.file == null ? '' : ` "path": "${first.file}",`;
  const example = `"accept": [{ "finding": "${first?.kind ?? ''}",${path} "reason": "…" }]`;
  return [...(added === '' ? [] : [`to add it: ${added}`]), `to accept it, with the reason: ${example}`].join('\n');
}

function listed(field: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `"${field}": [${names.map((name) => JSON.stringify(name)).join(', ')}]`;
}
