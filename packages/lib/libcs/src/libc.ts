import { type Platform } from '@basewright/core';

/** The C libraries an image can be built on. */
export const LIBCS = ['glibc', 'musl', 'uclibc'] as const;

/** One of {@link LIBCS}. */
export type Libc = (typeof LIBCS)[number];

/** Everything that is told of one C library. A new one is a new record. */
export interface LibcRecord {
  readonly name: Libc;
  /** As its authors write it. */
  readonly title: string;
  /** How programs are linked. */
  readonly linkage: 'dynamic' | 'static';
  /** The upstream project that it is built from here; null: Debian has packages of it. */
  readonly source: string | null;
  /** Debian packages of the platform that BusyBox is compiled with. */
  readonly packages: readonly string[];
  /** Links of the build root besides those that every root has, by path in it. */
  readonly rootLinks: (platform: Platform) => Readonly<Record<string, string>>;
  /** Kconfig symbols that BusyBox needs to be told to build and work; they come before all others, which may overrule them. */
  readonly requests: Readonly<Record<string, string>>;
  /** What it adds to every call of the compiler: where its headers, start files and archives are. */
  readonly cc: (platform: Platform) => readonly string[];
  /** How a program is linked with it. */
  readonly link: readonly string[];
  /** Whether its programs are position independent, with relocations that are read-only after the start. */
  readonly isPie: boolean;
  /** The path that its programs ask for as their interpreter; null where they ask for none. */
  readonly loader: (platform: Pick<Platform, 'id'>) => string | null;
  /** Whether it is there for a platform. */
  readonly hasPort: (platform: Pick<Platform, 'id'>) => boolean;
}

/** Where the sysroot of a libc built from source is mounted; its specs file names this path. */
export const SYSROOT = '/sysroot';
