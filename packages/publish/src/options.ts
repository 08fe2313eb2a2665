import { type Acceptance } from '@basewright/core';
import { type materialiseRoot } from '@basewright/hermetic';
import { type ContainerSettings } from '@basewright/oci';

import { type BuiltBusybox } from './vulnerabilities/built-busybox';

/** Where the packages of the toolchain's roots come from. */
export type PackageSettings = Parameters<typeof materialiseRoot>[1];

/** Where the layers of one platform are. */
export interface RootfsOption {
  /** `linux/amd64` … */
  readonly platform: string;
  /** The stage rootfs-assemble; with a base, the stage layer-assemble. */
  readonly directory: string;
  /** What the image is made on: the stage publish of that platform of another project, or the stage base. */
  readonly base?: string;
}

/** The executor's options, as schema.json describes them; every path is relative to the workspace. */
export interface PublishOptions {
  readonly outputPath: string;
  /** Name of the image project. */
  readonly name: string;
  readonly rootfs: readonly RootfsOption[];
  /** The toolchain stage of the first platform in `rootfs`; needed for `tarXz` only. */
  readonly toolchain?: string;
  readonly config?: ContainerSettings;
  /** What the author knows of that may keep the image from starting: findings of these are not told. */
  readonly accept?: readonly Acceptance[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** The name a tool finds the image under in the layout. Default: `<name>:latest`. */
  readonly refName?: string;
  readonly dockerArchive?: boolean;
  readonly tarXz?: boolean;
  /** Repository to push to, `localhost:5000/base`; `{name}` stands for `name`. Default, and when empty: nowhere. */
  readonly registry?: string;
  /** Tags that a push gives the image. Default: none, only its digest names it. */
  readonly tags?: readonly string[];
  /** Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is this machine. */
  readonly insecure?: boolean;
  /** Directory with the registry's CA (`*.crt`) and client certificate (`*.cert`, `*.key`). */
  readonly certDir?: string;
  readonly debian?: PackageSettings;
  /** What the image's own BusyBox was built by; an image on a base has none. */
  readonly busybox?: BuiltBusybox;
  /** Publish nothing whose BusyBox has a vulnerability that is open or unknown, and not accepted. Default: false. */
  readonly failOnOpen?: boolean;
}

/** What a push goes by. */
export type PushOptions = Pick<PublishOptions, 'outputPath' | 'name' | 'registry' | 'tags' | 'insecure' | 'certDir'>;

/** The name in the layout of an image whose options give none. */
export function refNameOf({ name, refName }: Pick<PublishOptions, 'name' | 'refName'>): string {
  return refName ?? `${name}:latest`;
}
