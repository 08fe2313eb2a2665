/** A target of another image of the workspace. */
export interface OtherTarget {
  readonly project: string;
  readonly target: string;
}

/** One stage of one image: which executor does it, with which options, after which others. */
export interface Stage {
  /** Short name of the package whose executor it is. */
  readonly package: string;
  readonly executor: string;
  readonly description: string;
  /** Without an `outputPath` the stage leaves nothing, and runs each time. */
  readonly options: Readonly<Record<string, unknown>> & { readonly outputPath?: string };
  /** Targets whose outputs it reads: by name those of the same image. */
  readonly reads: readonly (string | OtherTarget)[];
  /**
   * What it takes from the lock file: sets by what they are for, with all that are for a part of that
   * (`requested/image/amd64` and `requested/image/amd64/libpcre`).
   */
  readonly locks?: readonly string[];
  /** Files and directories of the workspace that it reads; the last part of a path may hold `*`. */
  readonly files?: readonly string[];
  /** The stage leaves an image that the target `publish` of the same platforms pushes: it is told where to, and writes it down. */
  readonly pushed?: true;
}
