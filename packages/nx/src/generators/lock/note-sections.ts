import { compareVersions } from '@basewright/debian';

import {
  architecturesText,
  cvesText,
  distinct,
  groupedBy,
  growthText,
  imagesText,
  joined,
  namesText,
  sortedBy,
  type Span,
} from './note-words';
import { type NotedImage, type NotedPackage, type ReleaseNote, type SourceUpdate } from './release-note';

/** A line, and lines that belong below it. */
interface Item {
  readonly line: readonly Span[];
  readonly details: readonly (readonly Span[])[];
}

/** A heading with what is below it. */
export interface Section {
  readonly title: string;
  readonly items: readonly Item[];
}

type Sourced = ReleaseNote['added'][number];

/** What a note begins with: `2 source packages updated, 1 from a security archive; 4 CVEs fixed; +1.2 kB to download.` */
export function headline({ updates, added, dropped, bases }: ReleaseNote): string {
  const security = updates.filter((update) => update.security).length;
  const count = (what: string, names: readonly string[], done: string, note = ''): string[] => {
    const number = new Set(names).size;
    return number === 0 ? [] : [`${number} ${what}${number === 1 ? '' : 's'} ${done}${note}`];
  };
  const from = security === 0 ? '' : `, ${security} from a security archive`;
  const packageNames = (all: readonly NotedPackage[]): string[] => all.map(({ name }) => name);
  const parts = [
    ...count(
      'source package',
      updates.map(({ source }) => source),
      'updated',
      from,
    ),
    ...count(
      'CVE',
      updates.flatMap(({ cves }) => cves),
      'fixed',
    ),
    ...count('package', packageNames(added), 'added'),
    ...count('package', packageNames(dropped), 'dropped'),
    ...count('base', bases.written ? bases.offers.map(({ reference }) => reference) : [], 'updated'),
  ];
  if (parts.length === 0) return 'Nothing changed.';
  const size = (all: readonly NotedPackage[]): number => all.reduce((sum, one) => sum + one.size, 0);
  const bytes = updates.reduce((sum, update) => sum + growth(update), 0) + size(added) - size(dropped);
  return `${[...parts, ...(bytes === 0 ? [] : [`${growthText(bytes)} to download`])].join('; ')}.`;
}

/** What a note says below its headline, the same for equal notes; sections without items are left out. */
export function noteSections({ images, updates, added, dropped, keptBack, bases }: ReleaseNote): Section[] {
  const lines = (wanted: (update: SourceUpdate) => boolean): Item[] =>
    sortedBy(updates.filter(wanted), ({ source }) => source).map((update) => updateItem(update, images));
  const sections: Section[] = [
    { title: 'Security updates', items: lines((update) => update.security && !isDowngrade(update)) },
    { title: 'Other updates', items: lines((update) => !update.security && !isDowngrade(update)) },
    { title: 'Replaced by an older version', items: lines(isDowngrade) },
    { title: 'Added', items: packageItems(added) },
    { title: 'Dropped', items: packageItems(dropped) },
    { title: 'Not updated', items: keptItems(keptBack) },
    {
      title: bases.written ? 'Bases updated' : 'Newer bases (the option --bases takes them)',
      items: baseItems(bases.offers),
    },
    { title: 'Bases not checked', items: distinct(bases.unchecked).map((name) => ({ line: [{ name }], details: [] })) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** Bytes to download more than before. */
function growth({ packages }: SourceUpdate): number {
  return packages.reduce((sum, { before, after }) => sum + after.size - before.size, 0);
}

function isDowngrade({ packages }: SourceUpdate): boolean {
  return packages.some(({ before, after }) => compareVersions(after.version, before.version) < 0);
}

/** `nginx 1.26.3-3 -> 1.26.3-4 (amd64, arm64): CVE-2026-1; images web (amd64); +1.2 kB`; below it, what moved otherwise. */
function updateItem(update: SourceUpdate, all: readonly NotedImage[]): Item {
  const { source, packages, cves, cvesUnknown, images } = update;
  const moves = groupedBy(packages, ({ before, after }) => `${before.version} ${after.version}`);
  const [most, ...others] = moves.sort((a, b) => b.all.length - a.all.length);
  const bytes = growth(update);
  const facts: Span[][] = [
    cvesText(cves),
    cvesUnknown === undefined ? [] : ['fixes unknown: ', { name: cvesUnknown }],
    imagesText(images, all),
    bytes === 0 ? [] : [growthText(bytes)],
  ];
  return {
    line: [{ name: source }, ...moveText(most?.all ?? []), ': ', ...joined(facts, '; ')],
    details: others.map((move) => [
      'but ',
      ...namesText(move.all.map(({ after }) => after.name)),
      ...moveText(move.all),
    ]),
  };
}

/** ` 1.26.3-3 -> 1.26.3-4 (amd64)`, of packages that all move so. */
function moveText(packages: SourceUpdate['packages']): Span[] {
  const [first] = packages;
  if (first === undefined) return [];
  const { before, after } = first;
  const architectures = ` ${architecturesText(packages.map((one) => one.after.architecture))}`;
  return before.version === after.version
    ? [' ', { name: before.version }, architectures, ', other bytes under the same version']
    : [' ', { name: before.version }, ' -> ', { name: after.version }, architectures];
}

/** `gcc-14 14.2.0-19: cpp-14, gcc-14 (amd64), libgcc-s1 (amd64, arm64)`: a line for each version of a source. */
function packageItems(packages: readonly Sourced[]): Item[] {
  return groupedBy(packages, ({ source, version }) => `${source} ${version}`).map(({ text, all }) => ({
    line: [{ name: text }, ': ', ...withArchitectures(all)],
    details: [],
  }));
}

/** `cpp-14, gcc-14 (amd64), libgcc-s1 (amd64, arm64)`: those of the same architectures together. */
function withArchitectures(packages: readonly Pick<NotedPackage, 'name' | 'architecture'>[]): Span[] {
  const each = groupedBy(packages, ({ name }) => name).map(({ text: name, all }) => ({
    name,
    architectures: architecturesText(all.map(({ architecture }) => architecture)),
  }));
  const groups = groupedBy(each, ({ architectures }) => architectures);
  return joined(
    groups.map(({ text, all }) => [...namesText(all.map(({ name }) => name)), ` ${text}`]),
    ', ',
  );
}

/** `glibc: libc6 2.41-13 (armel) can be had nowhere`: the sources that one reason keeps back together. */
function keptItems(keptBack: ReleaseNote['keptBack']): Item[] {
  const groups = groupedBy(keptBack, ({ reason }) => reason).map(({ text, all }) => ({
    reason: text,
    sources: distinct(all.map(({ source }) => source)),
  }));
  return sortedBy(groups, ({ sources }) => sources[0] ?? '').map(({ reason, sources }) => ({
    line: [...namesText(sources), ': ', { name: reason }],
    details: [],
  }));
}

/** `docker.io/library/alpine:3.22@sha256:… -> sha256:…; images app, web` */
function baseItems(offers: ReleaseNote['bases']['offers']): Item[] {
  return groupedBy(offers, ({ reference, digestNow }) => `${reference} ${digestNow}`).map(({ all }) => {
    const { reference = '', digestNow = '' } = all[0] ?? {};
    const images = namesText(all.map(({ image }) => image));
    return { line: [{ name: reference }, ' -> ', { name: digestNow }, '; images ', ...images], details: [] };
  });
}
