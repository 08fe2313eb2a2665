import { type ImageReport } from './image-report';
import { type Cell, table } from './table';

/** A report for people, in plain text. With `listApplets` the applets are in it by name. */
export function reportText(report: ImageReport, listApplets: boolean): string {
  const sections = [
    [heading(report)],
    section('patches', patchRows(report)),
    section('vulnerabilities', vulnerabilityRows(report)),
    section('platforms (sizes in bytes)', platformRows(report)),
    section('libraries', libraryRows(report)),
    listApplets ? section('applets', appletRows(report)) : [],
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function section(title: string, rows: readonly (readonly Cell[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...table(rows).map((line) => `  ${line}`)];
}

function heading({ name, version, libc, sources }: ImageReport): string {
  const others = sources.filter((source) => source.name !== 'busybox').map((one) => `${one.name} ${one.version}`);
  return `${name}: BusyBox ${version} on ${others.length === 0 ? libc : others.join(', ')}`;
}

function patchRows({ patches, platforms }: ImageReport): Cell[][] {
  return patches.map(({ set, name, fixes, platforms: on }) => [set, name, fixes.join(', '), limits(on, platforms)]);
}

function vulnerabilityRows({ vulnerabilities }: ImageReport): Cell[][] {
  const { fixed, open, pathTraversalProtection: isOn } = vulnerabilities;
  return [
    ['fixed here', fixed.join(', ') || 'none'],
    ['left open', open.join(', ') || 'none'],
    ['path traversal protection', isOn === null ? 'not in this release' : isOn ? 'on' : 'off'],
  ];
}

function platformRows({ platforms }: ImageReport): Cell[][] {
  return [
    ['', 'applets', 'busybox', 'getconf', 'libraries', 'unpacked', 'layer'],
    ...platforms.map(({ platform, applets, sizes }) => [
      ...[platform, applets, sizes.busybox, sizes.getconf, sizes.libraries, sizes.tar, sizes.layer],
    ]),
  ];
}

/** One row per file and version. */
function libraryRows({ platforms }: ImageReport): Cell[][] {
  const held = new Map<string, { row: readonly string[]; on: string[] }>();
  for (const { platform, libraries } of platforms) {
    for (const { path, package: from, version, neededBy } of libraries) {
      const row = [path, `${from} ${version}`, `for ${neededBy.join(', ')}`];
      const entry = held.get(row.join('\n')) ?? { row, on: [] };
      entry.on.push(platform);
      held.set(row.join('\n'), entry);
    }
  }
  return [...held.values()].map(({ row, on }) => [...row, limits(on, platforms)]);
}

function appletRows({ applets, platforms }: ImageReport): Cell[][] {
  const more = platforms.filter(({ moreApplets }) => moreApplets.length > 0);
  return [
    [more.length === 0 ? '' : 'everywhere', applets.join(' ')],
    ...more.map(({ platform, moreApplets }) => [platform, moreApplets.join(' ')]),
  ];
}

/** Where something is, unless that is everywhere. */
function limits(on: readonly string[], platforms: ImageReport['platforms']): string {
  if (on.length === platforms.length) return '';
  return on.length === 0 ? 'on no platform' : `only ${on.join(', ')}`;
}
