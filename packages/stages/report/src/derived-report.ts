import { type ImagePackage, type LayerAssembleOutput } from '@basewright/contracts';

import { packageRows } from './package-rows';
import { onPlatforms, section } from './section';
import { type Cell } from './table';

/** What an image holds that is made on another: the content of its report.json. Sizes are in bytes. */
export interface DerivedReport {
  readonly name: string;
  /** The base, as image.json names it: what that holds is told there. */
  readonly from: string;
  readonly platforms: readonly {
    readonly platform: string;
    /** `sha256:…` of the manifest of the base. */
    readonly base: string;
    /** By name: the packages that the image adds, or has left of those. */
    readonly packages: readonly ImagePackage[];
    /** Libraries that files of the image need, with the packages that were added for them. */
    readonly needs: LayerAssembleOutput['needs'];
    /** Bottom first. */
    readonly layers: readonly {
      readonly digest: string;
      readonly size: number;
      /** What made it; null for a layer of the base. */
      readonly createdBy: string | null;
    }[];
    /** Of a distroless image what went, by path; null of any other. */
    readonly removed: LayerAssembleOutput['removed'];
    /** What of the maintainer scripts of packages is not understood, and not made. */
    readonly scripts: LayerAssembleOutput['scripts'];
    /** How it departs from what the lock file pins, one line each. */
    readonly departures: readonly string[];
  }[];
}

/** Puts together what an image holds that is made on another. `layers` is what layer-assemble left for a platform. */
export function derivedReport(
  name: string,
  from: string,
  platforms: readonly { readonly platform: string; readonly layers: LayerAssembleOutput }[],
): DerivedReport {
  return {
    name,
    from,
    platforms: platforms.map(
      ({ platform, layers: { baseManifest, packages, needs, layers, removed, scripts, departures } }) => ({
        platform,
        base: baseManifest,
        packages,
        needs,
        layers: layers.map(({ digest, size, createdBy }) => ({ digest, size, createdBy })),
        removed,
        scripts,
        departures,
      }),
    ),
  };
}

type Platforms = DerivedReport['platforms'];

/** The report for people, in plain text. */
export function derivedReportText({ name, from, platforms }: DerivedReport): string {
  const sections = [
    [`${name}: made on ${from}`],
    section(
      'base',
      platforms.map(({ platform, base }) => [platform, base]),
    ),
    section(
      'packages',
      onPlatforms(platforms, ({ packages }) => packageRows(packages)),
    ),
    section(
      'added for libraries that programs need',
      onPlatforms(platforms, ({ needs }) =>
        needs.map((one) => [one.package ?? 'no package found', one.library, one.files.join(' ')]),
      ),
    ),
    section(
      'not as the lock file pins it',
      onPlatforms(platforms, ({ departures }) => departures.map((line) => [line])),
    ),
    section('layers (sizes in bytes)', layerRows(platforms)),
    section(
      'not understood of maintainer scripts, and not made',
      onPlatforms(platforms, ({ scripts }) => scripts.map((one) => [one.package, shortened(one.line)])),
    ),
    section('went, since the image is distroless', removedRows(platforms)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** A line of a script as wide as a terminal takes it: report.json has the whole. */
function shortened(line: string): string {
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function layerRows(platforms: Platforms): Cell[][] {
  return platforms.flatMap(({ platform, layers }) =>
    layers.map(({ size, createdBy }, at) => [at === 0 ? platform : '', size, createdBy ?? 'of the base']),
  );
}

/** How many of each kind: report.json has the paths. */
function removedRows(platforms: Platforms): Cell[][] {
  return platforms.flatMap(({ platform, removed }) => {
    const reasons = [...new Set((removed ?? []).map(({ why }) => why.replace(/ (to|of) .*/, '')))].sort();
    return reasons.map((reason, at) => {
      const paths = (removed ?? []).filter(({ why }) => why.startsWith(reason)).map(({ path }) => path);
      const shown = paths.slice(0, 4).join(' ');
      return [at === 0 ? platform : '', reason, paths.length, `${shown}${paths.length > 4 ? ' …' : ''}`];
    });
  });
}
