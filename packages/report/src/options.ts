/** Where the stages of one platform are, relative to the workspace. */
export interface PlatformDirectories {
  /** `linux/amd64` */
  readonly platform: string;
  readonly configuration: string;
  readonly binaries: string;
  readonly libraries: string;
  readonly rootfs: string;
}

/** The options of the executor `report`; paths are relative to the workspace. */
export interface ReportOptions {
  readonly outputPath: string;
  /** What the image is called. */
  readonly name: string;
  /** Directory of the stage fetch-and-verify. */
  readonly sources: string;
  readonly platforms: readonly PlatformDirectories[];
  /** Vulnerabilities that may stay open or unknown, with the reasons. */
  readonly accepted?: Readonly<Record<string, string>>;
  /** What is printed; both are written. Default: `text`. */
  readonly format?: 'text' | 'json';
  /** List the applets in the text too. Default: false. */
  readonly applets?: boolean;
}
