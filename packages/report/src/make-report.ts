import { type CompileOutput, type FetchOutput, type LibrariesOutput, type RootfsOutput } from '@basewright/core';

import { type ImageReport } from './image-report';

/** What the stages of one platform left. */
export interface PlatformFacts {
  /** `linux/amd64` */
  readonly platform: string;
  /** Text of the .config. */
  readonly config: string;
  readonly compiled: CompileOutput;
  readonly libraries: LibrariesOutput;
  readonly rootfs: RootfsOutput;
}

/** What is known of an image before the report. */
export interface ImageFacts {
  readonly name: string;
  readonly fetched: FetchOutput;
  readonly platforms: readonly PlatformFacts[];
  /** Vulnerabilities whose fix the image does without. */
  readonly withoutFixes: readonly string[];
}

/** Puts together what an image holds. */
export function imageReport(facts: ImageFacts): ImageReport {
  const { fetched, platforms } = facts;
  const [first] = platforms;
  const appletsOf = ({ compiled }: PlatformFacts): string[] => compiled.applets.map(({ name }) => name);
  const everywhere = (first === undefined ? [] : appletsOf(first)).filter((name) =>
    platforms.every((platform) => appletsOf(platform).includes(name)),
  );
  const patches = patchesOf(facts);
  return {
    name: facts.name,
    libc: first?.compiled.libc ?? '',
    version: first?.compiled.version ?? '',
    sources: fetched.tarballs.map(({ name, version, file, signedBy }) => {
      return { name, version, sha256: file.sha256, signedBy };
    }),
    patches,
    vulnerabilities: { ...vulnerabilitiesOf(facts, patches), pathTraversalProtection: protection(platforms) },
    applets: everywhere,
    platforms: platforms.map((one) => ({
      platform: one.platform,
      applets: one.compiled.applets.length,
      moreApplets: appletsOf(one).filter((name) => !everywhere.includes(name)),
      ...librariesAndSizes(one),
    })),
  };
}

function patchesOf({ fetched, platforms }: ImageFacts): ImageReport['patches'] {
  return fetched.patches
    .filter((patch) => patch.for === 'busybox')
    .map(({ file, set, fixes, origin }) => ({
      ...{ name: file.path.replace(/^.*\//, ''), set, fixes, origin, sha256: file.sha256 },
      platforms: platforms.filter(({ compiled }) => compiled.patches.includes(file.path)).map((one) => one.platform),
    }));
}

function vulnerabilitiesOf(
  { withoutFixes, platforms }: ImageFacts,
  patches: ImageReport['patches'],
): Pick<ImageReport['vulnerabilities'], 'fixed' | 'open'> {
  const known = [...new Set(patches.flatMap(({ fixes }) => fixes))].sort();
  const partly = known.filter((id) =>
    patches.some((patch) => patch.fixes.includes(id) && patch.platforms.length < platforms.length),
  );
  const open = [...new Set([...withoutFixes, ...partly])].sort();
  return { fixed: known.filter((id) => !open.includes(id)), open };
}

const PROTECTION = /^(# )?CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION(=y| is not set)$/m;

function protection(platforms: readonly PlatformFacts[]): boolean | null {
  const found = platforms.map(({ config }) => PROTECTION.exec(config)?.[2] ?? null);
  return found.includes(null) ? null : found.every((state) => state === '=y');
}

function librariesAndSizes({
  compiled,
  libraries,
  rootfs,
}: PlatformFacts): Pick<ImageReport['platforms'][number], 'sizes' | 'libraries' | 'programs' | 'gaps' | 'departures'> {
  const all = libraries.libraries.map(({ path, file, package: from, version, neededBy }) => {
    return { path, size: file.size, package: from, version, neededBy };
  });
  const programs = libraries.programs.map(({ path, file, package: from, version }) => {
    return { path, size: file.size, package: from, version };
  });
  return {
    libraries: all,
    programs,
    gaps: libraries.gaps,
    departures: rootfs.departures,
    sizes: {
      busybox: compiled.busybox.file.size,
      getconf: compiled.getconf.file.size,
      libraries: all.reduce((sum, { size }) => sum + size, 0),
      programs: programs.reduce((sum, { size }) => sum + size, 0),
      tar: rootfs.tar.size,
      layer: rootfs.layer.size,
    },
  };
}
