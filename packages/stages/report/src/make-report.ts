import {
  type CompileOutput,
  type FetchAndVerifyOutput,
  type LibraryResolveOutput,
  type RootfsAssembleOutput,
} from '@basewright/contracts';
import { type Accepted, type VulnerabilityTable } from '@basewright/upstream';

import { type ImageReport } from './image-report';
import { reportedVulnerabilities } from './vulnerabilities';

/** What the stages of one platform left. */
export interface PlatformFacts {
  /** `linux/amd64` */
  readonly platform: string;
  /** Text of the .config. */
  readonly config: string;
  readonly compiled: CompileOutput;
  /** Of the second BusyBox, which is setuid; null where there is none. */
  readonly setuid: CompileOutput | null;
  readonly libraries: LibraryResolveOutput;
  readonly rootfs: RootfsAssembleOutput;
}

/** What is known of an image before the report. */
export interface ImageFacts {
  readonly name: string;
  readonly fetched: FetchAndVerifyOutput;
  readonly platforms: readonly PlatformFacts[];
  /** Vulnerabilities that image.json accepts, with the reasons. */
  readonly accepted: Accepted;
  readonly table: VulnerabilityTable;
}

/** Puts together what an image holds. */
export function imageReport(facts: ImageFacts): ImageReport {
  const { fetched, platforms } = facts;
  const [first] = platforms;
  const appletsOf = ({ compiled }: PlatformFacts): string[] => compiled.applets.map(({ name }) => name);
  const everywhere = (first === undefined ? [] : appletsOf(first)).filter((name) =>
    platforms.every((platform) => appletsOf(platform).includes(name)),
  );
  return {
    name: facts.name,
    libc: first?.compiled.libc ?? '',
    version: first?.compiled.version ?? '',
    sources: fetched.tarballs.map(({ name, version, file, signedBy }) => {
      return { name, version, sha256: file.sha256, signedBy };
    }),
    patches: patchesOf(facts),
    vulnerabilities: reportedVulnerabilities(facts),
    applets: everywhere,
    platforms: platforms.map((one) => ({
      platform: one.platform,
      applets: one.compiled.applets.length,
      hardening: one.compiled.hardening,
      setuid:
        one.setuid === null
          ? null
          : { applets: one.setuid.applets.map(({ name }) => name), size: one.setuid.busybox.file.size },
      moreApplets: appletsOf(one).filter((name) => !everywhere.includes(name)),
      ...librariesAndSizes(one),
    })),
  };
}

function patchesOf({ fetched, platforms }: ImageFacts): ImageReport['patches'] {
  return fetched.patches
    .filter((patch) => patch.for === 'busybox')
    .map(({ file, set, fixes, origin }) => ({
      name: file.path.replace(/^.*\//, ''),
      set,
      fixes,
      origin,
      sha256: file.sha256,
      platforms: platforms.filter(({ compiled }) => compiled.patches.includes(file.path)).map((one) => one.platform),
    }));
}

function librariesAndSizes({
  compiled,
  libraries,
  rootfs,
}: PlatformFacts): Pick<
  ImageReport['platforms'][number],
  'sizes' | 'libraries' | 'programs' | 'packages' | 'gaps' | 'departures'
> {
  const all = libraries.libraries.map(({ path, file, package: from, version, neededBy }) => {
    return { path, size: file.size, package: from, version, neededBy };
  });
  const programs = libraries.programs.map(({ path, file, package: from, version }) => {
    return { path, size: file.size, package: from, version };
  });
  return {
    libraries: all,
    programs,
    packages: rootfs.packages,
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
