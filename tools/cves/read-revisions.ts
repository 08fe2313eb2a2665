import { BasewrightError } from '@basewright/core';
import { type Packaging } from '@basewright/debian';

/** What a revision of a Debian source package says of its patches. */
export interface Revision {
  /** `1:1.38.0-3` */
  readonly version: string;
  /** Text of debian/changelog. */
  readonly changelog: string;
  /** Text of debian/patches/series. */
  readonly series: string;
}

/** Reads every revision on offer, in the order of the suites. Throws NOT_FOUND where there is none, and what apt reports. */
export async function readRevisions(packaging: Packaging, source: string): Promise<Revision[]> {
  const changelogs = await textsOf(packaging, source, 'debian/changelog');
  const series = await textsOf(packaging, source, 'debian/patches/series');
  if (changelogs.size === 0) {
    throw new BasewrightError('NOT_FOUND', `cannot compare with Debian: no suite has the source package ${source}`);
  }
  return [...changelogs].map(([version, changelog]) => {
    return { version, changelog, series: series.get(version) ?? '' };
  });
}

async function textsOf(packaging: Packaging, source: string, path: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { version, content } of packaging.file(source, path)) texts.set(version, content?.toString() ?? '');
  return texts;
}
