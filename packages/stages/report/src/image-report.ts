import { type ImagePackage, type LibraryResolveOutput } from '@basewright/contracts';
import { type VulnerabilityState } from '@basewright/upstream';

/** What a vulnerability is to an image. */
export interface ReportedState extends VulnerabilityState {
  /** Those it is so on. */
  readonly platforms: readonly string[];
  /** Why image.json accepts it; null where it does not, or has nothing to accept. */
  readonly accepted: string | null;
}

/** What an image holds: the content of report.json. Sizes are in bytes. */
export interface ImageReport {
  readonly name: string;
  readonly libc: string;
  /** Of BusyBox. */
  readonly version: string;
  readonly sources: readonly {
    readonly name: string;
    readonly version: string;
    readonly sha256: string;
    readonly signedBy: string | null;
  }[];
  /** In the order they apply. */
  readonly patches: readonly {
    readonly name: string;
    readonly set: string;
    readonly fixes: readonly string[];
    /** Whose it is, when it fixes a vulnerability: Debian carries it, or it is Basewright's own and not upstream's. */
    readonly origin: 'debian' | 'basewright' | null;
    readonly sha256: string;
    /** Those it was applied for. */
    readonly platforms: readonly string[];
  }[];
  /** Of BusyBox; nothing of the libc or of packages is looked up. */
  readonly vulnerabilities: {
    readonly table: {
      /** When somebody last looked for new ones: `2026-11-26`. */
      readonly date: string;
      /** How many it knows. */
      readonly known: number;
    };
    /** By year and number; one that platforms differ in has a row for each difference. */
    readonly states: readonly ReportedState[];
    /** What image.json accepts in vain, one line each. */
    readonly warnings: readonly string[];
    /** Whether archives cannot write outside the directory they are unpacked in; null where BusyBox has no such switch. */
    readonly pathTraversalProtection: boolean | null;
  };
  /** Those that every platform has. */
  readonly applets: readonly string[];
  readonly platforms: readonly {
    readonly platform: string;
    /** How many. */
    readonly applets: number;
    /** Those that not every platform has. */
    readonly moreApplets: readonly string[];
    /** The second BusyBox, which is setuid root, and its applets; null where there is none. */
    readonly setuid: { readonly applets: readonly string[]; readonly size: number } | null;
    /** What the compiler added to BusyBox against exploits. */
    readonly hardening: readonly string[];
    readonly sizes: {
      readonly busybox: number;
      readonly getconf: number;
      readonly libraries: number;
      /** Programs and other files of Debian packages. */
      readonly programs: number;
      /** The layer as a tar, and compressed. */
      readonly tar: number;
      readonly layer: number;
    };
    readonly libraries: readonly {
      readonly path: string;
      readonly size: number;
      readonly package: string;
      readonly version: string;
      readonly neededBy: readonly string[];
    }[];
    /** Programs and other files of Debian packages that the image asks for. */
    readonly programs: readonly {
      readonly path: string;
      readonly size: number;
      readonly package: string;
      readonly version: string;
    }[];
    /** Those that libraries and programs are from, by name. */
    readonly packages: readonly ImagePackage[];
    /** What programs may ask for at run time and will not find. */
    readonly gaps: LibraryResolveOutput['gaps'];
    /** How it departs from what the lock file pins, one line each. */
    readonly departures: readonly string[];
  }[];
}
