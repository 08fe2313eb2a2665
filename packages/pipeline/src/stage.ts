import { type BaseOptions } from '@basewright/base';
import { type CompileOptions } from '@basewright/compile';
import { type ConfigureOptions } from '@basewright/configure';
import { type FetchAndVerifyOptions } from '@basewright/fetch-and-verify';
import { type BuildTarget } from '@basewright/image';
import { type LayerAssembleOptions } from '@basewright/layer-assemble';
import { type LibcOptions } from '@basewright/libc';
import { type LibraryResolveOptions } from '@basewright/library-resolve';
import { type PublishOptions } from '@basewright/publish';
import { type ReportOptions } from '@basewright/report';
import { type RootfsAssembleOptions } from '@basewright/rootfs-assemble';
import { type RunOptions } from '@basewright/run';
import { type SbomOptions } from '@basewright/sbom';
import { type TestOptions } from '@basewright/test';
import { type ToolchainOptions } from '@basewright/toolchain';
import { type VexOptions } from '@basewright/vex';

/** What each stage takes, by its name: that of its folder, its package and its executor. */
export interface StageOptions {
  readonly 'fetch-and-verify': FetchAndVerifyOptions;
  readonly toolchain: ToolchainOptions;
  readonly libc: LibcOptions;
  readonly configure: ConfigureOptions;
  readonly compile: CompileOptions;
  readonly 'library-resolve': LibraryResolveOptions;
  readonly 'rootfs-assemble': RootfsAssembleOptions;
  readonly base: BaseOptions;
  readonly 'layer-assemble': LayerAssembleOptions;
  readonly publish: PublishOptions;
  readonly test: TestOptions;
  readonly report: ReportOptions;
  readonly sbom: SbomOptions;
  readonly vex: VexOptions;
  readonly run: RunOptions;
}

/** `compile` … */
export type StageName = keyof StageOptions;

/** A target of another image of the workspace. */
export interface OtherTarget {
  readonly project: string;
  readonly target: string;
}

/** One stage of one image: which one, with which options, after which others. */
interface StagePlan<Name extends StageName> {
  readonly stage: Name;
  readonly description: string;
  readonly options: StageOptions[Name];
  /** Targets whose outputs it reads: by name those of the same image. */
  readonly reads: readonly (string | OtherTarget)[];
  /**
   * What it takes from the lock file: sets by what they are for, with all that are for a part of that
   * (`requested/image/amd64` and `requested/image/amd64/libpcre`).
   */
  readonly locks?: readonly string[];
  /** Files and directories of the workspace that it reads; the last part of a path may hold `*`. */
  readonly files?: readonly string[];
  /** Targets of the workspace whose outputs it takes files from, by the name that image.json gives each. */
  readonly builds?: Readonly<Record<string, BuildTarget>>;
  /** Of which files and directories of the workspace it reads when they were committed last; paths as in `files`. */
  readonly lastCommitOf?: readonly string[];
  /** The stage leaves an image that the target `publish` of the same platforms pushes: it is told where to, and writes it down. */
  readonly pushed?: true;
}

/** A {@link StagePlan} of any stage. */
export type Stage = { [Name in StageName]: StagePlan<Name> }[StageName];

/** The directory that a stage leaves, relative to the workspace; undefined for one that leaves nothing, and runs each time. */
export function outputOf({ options }: Stage): string | undefined {
  return 'outputPath' in options ? options.outputPath : undefined;
}
