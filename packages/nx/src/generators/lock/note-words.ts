import { humanBytes } from '@basewright/core';

import { type NotedImage } from './release-note';

/** A piece of a line: words of ours, a name or version as it is elsewhere, or a CVE. */
export type Span = string | { readonly name: string } | { readonly cve: string };

/** More platforms than these are counted, where an image has no others. */
const PLATFORMS_NAMED = 3;

/** More CVEs than these are counted, not named: an update of the kernel's headers fixes hundreds. */
const CVES_NAMED = 20;

/** What is sorted by a text of each, in the order of code units: the same everywhere. */
export function sortedBy<T>(all: readonly T[], textOf: (one: T) => string): T[] {
  return [...all].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}

/** Each text once, in the order of {@link sortedBy}. */
export function distinct(texts: readonly string[]): string[] {
  return sortedBy([...new Set(texts)], (text) => text);
}

/** Those with the same text together, in the order of these texts. */
export function groupedBy<T>(
  all: readonly T[],
  textOf: (one: T) => string,
): { readonly text: string; readonly all: T[] }[] {
  return distinct(all.map(textOf)).map((text) => ({ text, all: all.filter((one) => textOf(one) === text) }));
}

/** Groups of pieces with something between them; empty groups are left out. */
export function joined(groups: readonly (readonly Span[])[], between: string): Span[] {
  return groups.filter((group) => group.length > 0).flatMap((group, at) => (at === 0 ? group : [between, ...group]));
}

/** `a, b`, each once and in order. */
export function namesText(names: readonly string[]): Span[] {
  return joined(
    distinct(names).map((name) => [{ name }]),
    ', ',
  );
}

/** `(amd64, arm64)`; packages for every architecture move with the others. */
export function architecturesText(architectures: readonly string[]): string {
  const real = architectures.filter((architecture) => architecture !== 'all');
  return `(${distinct(real.length === 0 ? architectures : real).join(', ')})`;
}

/** `CVE-2026-1, CVE-2026-2`, in the order given. */
export function cvesText(cves: readonly string[]): Span[] {
  const more = cves.length - CVES_NAMED;
  const shown = joined(
    cves.slice(0, CVES_NAMED).map((cve) => [{ cve }]),
    ', ',
  );
  return more > 0 ? [...shown, ` and ${more} more CVEs`] : shown;
}

/** `images web, worker (amd64, arm64), tools (amd64)`: those with the same platforms together. */
export function imagesText(affected: readonly NotedImage[], all: readonly NotedImage[]): Span[] {
  if (affected.length === 0) return ['no image'];
  const total = new Map(all.map(({ name, platforms }) => [name, new Set(platforms).size]));
  const isWhole = ({ name, platforms }: NotedImage): boolean => new Set(platforms).size === total.get(name);
  if (affected.every(isWhole) && affected.length === all.length) return ['all images'];
  const groups = groupedBy(affected, (image) => platformsText(image, isWhole(image)));
  const texts = groups.map((group) => [...namesText(group.all.map(({ name }) => name)), ` (${group.text})`]);
  return ['images ', ...joined(texts, ', ')];
}

function platformsText({ platforms }: NotedImage, isWhole: boolean): string {
  const names = distinct(platforms.map((id) => id.replace(/^linux\//, '')));
  return isWhole && names.length > PLATFORMS_NAMED ? `all ${names.length} platforms` : names.join(', ');
}

/** `+1.2 kB`, `-300 B` */
export function growthText(bytes: number): string {
  return `${bytes < 0 ? '-' : '+'}${humanBytes(Math.abs(bytes))}`;
}
