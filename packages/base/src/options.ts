/** The options of the executor base, as schema.json describes them; paths are relative to the workspace. */
export interface BaseOptions {
  readonly outputPath: string;
  /** `linux/amd64` … */
  readonly platform: string;
  /** The image project that is made on it. */
  readonly name: string;
  /** `sha256:…` of the manifest, or of an index that lists it. */
  readonly digest: string;
  /** The repository it is in, `localhost:5000/base`; either this or `layout`. */
  readonly repository?: string;
  /** The directory of the OCI layout it is in, relative to the workspace or absolute. */
  readonly layout?: string;
  /** Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is this machine. */
  readonly insecure?: boolean;
  /** Directory with the registry's CA (`*.crt`) and client certificate (`*.cert`, `*.key`). */
  readonly certDir?: string;
}

/** What the options name, as errors call it: `"from" localhost:5000/base@sha256:…`. */
export function nameOfBase({ repository, layout, digest }: BaseOptions): string {
  return `"from" ${repository ?? `oci:${layout ?? ''}`}@${digest}`;
}
