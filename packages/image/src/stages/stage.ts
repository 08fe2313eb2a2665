/** One stage of one image: which executor does it, with which options, after which others. */
export interface Stage {
  /** Short name of the package whose executor it is. */
  readonly package: string;
  readonly executor: string;
  readonly description: string;
  readonly options: Readonly<Record<string, unknown>> & { readonly outputPath: string };
  /** Targets of the same image whose outputs it reads. */
  readonly reads: readonly string[];
  /** Files of the workspace it reads, as Nx inputs. */
  readonly files?: readonly string[];
  /**
   * The stage can push, which Nx's cache must not stand in for. `always`: image.json or the plugin's options name a
   * registry; `when-asked`: the command line or the environment may.
   */
  readonly push?: 'always' | 'when-asked';
}
