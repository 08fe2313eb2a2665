import { type ImageReport } from './image-report';
import { packageRows } from './package-rows';
import { limits, onPlatforms, section } from './section';
import { type Cell } from './table';
import { vulnerabilitySections } from './vulnerability-text';

/** A report for people, in plain text. With `listApplets` the applets are in it by name. */
export function reportText(report: ImageReport, listApplets: boolean): string {
  const sections = [
    [heading(report)],
    section('patches', patchRows(report)),
    ...vulnerabilitySections(report),
    section('hardening of BusyBox', hardeningRows(report)),
    section('setuid root, as /bin/busybox.suid', setuidRows(report)),
    section('not as the lock file pins it', departureRows(report)),
    section('platforms (sizes in bytes)', platformRows(report)),
    section(
      'packages',
      onPlatforms(report.platforms, ({ packages }) => packageRows(packages)),
    ),
    section('libraries', libraryRows(report)),
    section('programs and other files of packages', programRows(report)),
    section('not in the image, and may be asked for at run time', gapRows(report)),
    listApplets ? section('applets', appletRows(report)) : [],
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function heading({ name, version, libc, sources }: ImageReport): string {
  const others = sources.filter((source) => source.name !== 'busybox').map((one) => `${one.name} ${one.version}`);
  return `${name}: BusyBox ${version} on ${others.length === 0 ? libc : others.join(', ')}`;
}

const ORIGINS = { debian: "Debian's", basewright: "Basewright's own, not upstream" } as const;

function patchRows({ patches, platforms }: ImageReport): Cell[][] {
  return patches.map(({ set, name, fixes, origin, platforms: on }) => {
    return [set, name, fixes.join(', '), origin === null ? '' : ORIGINS[origin], limits(on, platforms)];
  });
}

/** PIE and RELRO come with the libc; the rest with image.json, where the platform has it. */
function hardeningRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ hardening }) => [[hardening.join(', ') || 'nothing that costs']]);
}

function setuidRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ setuid }) =>
    setuid === null ? [] : [[setuid.applets.join(' '), `${setuid.size} bytes`]],
  );
}

function platformRows({ platforms }: ImageReport): Cell[][] {
  return [
    ['', 'applets', 'busybox', 'getconf', 'libraries', 'programs', 'unpacked', 'layer'],
    ...platforms.map(({ platform, applets, sizes }) => [
      ...[platform, applets, sizes.busybox, sizes.getconf, sizes.libraries, sizes.programs, sizes.tar, sizes.layer],
    ]),
  ];
}

/** One row per file and version. */
function libraryRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ libraries }) =>
    libraries.map(({ path, package: from, version, neededBy }) => [
      ...[path, `${from} ${version}`, `for ${neededBy.join(', ')}`],
    ]),
  );
}

/** One row per package and version, with how many files of it, or the one. */
function programRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ programs }) => {
    const packages = [...new Set(programs.map(({ package: from, version }) => `${from} ${version}`))];
    return packages.map((one) => {
      const files = programs.filter(({ package: from, version }) => `${from} ${version}` === one);
      return [one, files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`];
    });
  });
}

function departureRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ departures }) => departures.map((line) => [line, '']));
}

function gapRows({ platforms }: ImageReport): Cell[][] {
  return onPlatforms(platforms, ({ gaps }) => gaps.map(({ lacks, files }) => [lacks, `for ${files.join(', ')}`]));
}

function appletRows({ applets, platforms }: ImageReport): Cell[][] {
  const more = platforms.filter(({ moreApplets }) => moreApplets.length > 0);
  return [
    [more.length === 0 ? '' : 'everywhere', applets.join(' ')],
    ...more.map(({ platform, moreApplets }) => [platform, moreApplets.join(' ')]),
  ];
}
