import { hostDebianArch, invariant, platformOf, PLATFORMS } from '@basewright/core';
import {
  accessTo,
  type BaseReference,
  type DerivedSpec,
  parseBaseReference,
  type ResolvedSettings,
} from '@basewright/image';
import { type LayerAssembleOptions } from '@basewright/layer-assemble';

import { needsOf } from '@basewright/debian';
import { containerEnvironment } from './container-environment';
import { createdSetting } from './created-setting';
import { imagePaths, type ImagePaths } from './image-paths';
import { containerOptions, indexPush, platformPush } from './oci-options';
import { derivedReportStage } from './report-stage';
import { runStage } from './run-stage';
import { derivedSbomStage, derivedVexStage } from './document-stages';
import { type OtherTarget, type Stage } from './stage';
import { writtenFiles } from './written-files';

/** What the stages of a derived image are made from. */
export interface DerivedContext {
  readonly name: string;
  readonly image: DerivedSpec;
  readonly paths: ImagePaths;
  readonly settings: ResolvedSettings;
}

/** Where the base of one platform is: the directory of the stage that leaves it, and that stage's target. */
interface BaseStage {
  readonly directory: string;
  readonly target: string | OtherTarget;
}

/**
 * Every stage of a derived image by target name: per platform base (where that is no project of this workspace),
 * layer-assemble, layout and test, layout for the index of all, report, and run.
 */
export function derivedStages(context: DerivedContext): Record<string, Stage> {
  const base = parseBaseReference(context.image.from);
  if (typeof base === 'string') throw new Error('the rules of image.json let no such base through');
  const platforms = PLATFORMS.map(({ id }) => id).filter((id) => context.image.platforms.includes(id));
  const perPlatform = platforms.map((id) => stagesOf(context, base, id));
  return {
    ...(Object.assign({}, ...perPlatform) as Record<string, Stage>),
    layout: layoutStage(context, base, platforms, {
      description: 'Write the images of all platforms as one OCI layout with an index',
      outputPath: context.paths.output('publish'),
    }),
    report: derivedReportStage(context, platforms),
    run: runStage(context, platforms),
  };
}

function stagesOf(context: DerivedContext, base: BaseReference, id: string): Record<string, Stage> {
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  return {
    ...(base.kind === 'project' ? {} : { [target('base')]: fetchStage(context, base, id) }),
    [target('layer-assemble')]: layerStage(context, base, id),
    [target('layout')]: layoutStage(context, base, [id], {
      description: `Write the image for ${id} as an OCI layout`,
      outputPath: context.paths.output(target('publish')),
    }),
    [target('test')]: testStage(context, id),
    [target('sbom')]: derivedSbomStage(context, id),
    [target('vex')]: derivedVexStage(context, id),
  };
}

function testStage({ name, image, paths, settings }: DerivedContext, id: string): Stage {
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const { debian, lockFile, strict } = settings;
  return {
    stage: 'test',
    description: `Test the image for ${id}: accounts, what its loader finds, whether its command starts, what scanners see`,
    options: {
      outputPath: paths.output(target('test')),
      platform: id,
      name,
      layerAssemble: paths.output(target('layer-assemble')),
      publish: paths.output(target('publish')),
      accept: image.accept,
      lockFile,
      strict,
      debian,
    },
    locks: [`qemu/${hostDebianArch() ?? ''}`],
    reads: [target('layer-assemble'), target('layout')],
  };
}

/** The stage base, for an image that is made on none of this workspace. */
function fetchStage(
  { name, image, paths, settings }: DerivedContext,
  base: Exclude<BaseReference, { kind: 'project' }>,
  id: string,
): Stage {
  const place =
    base.kind === 'registry'
      ? { repository: base.repository, ...accessTo(base.repository, settings) }
      : { layout: base.path.startsWith('/') ? base.path : paths.source(base.path) };
  return {
    stage: 'base',
    description: `Fetch ${image.from} for ${id}, verified by its digest`,
    options: { outputPath: baseStage(base, paths, id).directory, platform: id, name, digest: base.digest, ...place },
    reads: [],
  };
}

function layerStage({ name, image, paths, settings }: DerivedContext, reference: BaseReference, id: string): Stage {
  const base = baseStage(reference, paths, id);
  const { debian, lockFile, strict } = settings;
  const { packages, withoutPackages } = image;
  const { debianArch } = platformOf(id);
  const certificates = image.certificates.map(paths.source);
  const created = createdSetting(image, paths);
  const { files, sources, builds } = writtenFiles(image, paths, id);
  return {
    stage: 'layer-assemble',
    description: `Plan what is added to ${image.from} for ${id} and write it as layers of packages and of files`,
    options: {
      outputPath: paths.output(`layer-assemble--${platformOf(id).name}`),
      platform: id,
      name,
      base: base.directory,
      packages,
      withoutPackages,
      ...(image.needs === 'add' ? {} : { needs: image.needs }),
      ...(image.essential ? {} : { essential: false }),
      ...image.rootfs,
      files,
      ...(certificates.length === 0 ? {} : { certificates }),
      ...(image.distroless ? distrolessOptions(image) : {}),
      ...created.options,
      lockFile,
      strict,
      debian,
    },
    lastCommitOf: created.lastCommitOf,
    reads: [base.target],
    locks: [
      `pack/${hostDebianArch() ?? ''}`,
      // What programs among them need.
      ...(files.length === 0 ? [] : [needsOf(platformOf(id)), `identity/${debianArch}`]),
      ...(packages.length === 0
        ? []
        : [
            `packages/${name}/${debianArch}`,
            `identity/${debianArch}`,
            ...(image.essential ? [`essential/${debianArch}`] : []),
          ]),
    ],
    files: [...sources, ...certificates],
    builds,
  };
}

/** How it starts matters to the layer of a distroless image only: no other runs again when that changes. */
function distrolessOptions({
  distroless,
  withoutFiles,
  image,
}: DerivedSpec): Pick<LayerAssembleOptions, 'distroless' | 'withoutFiles' | 'config'> {
  const { entrypoint, cmd, workingDir } = image;
  const env = containerEnvironment(image);
  return { distroless, withoutFiles, config: { entrypoint, cmd, env, workingDir } };
}

function baseStage(reference: BaseReference, paths: ImagePaths, id: string): BaseStage {
  const { name } = platformOf(id);
  if (reference.kind !== 'project') return { directory: paths.output(`base--${name}`), target: `base--${name}` };
  const { project } = reference;
  const directory = imagePaths('', project).output(`publish--${name}`);
  return { directory, target: { project, target: `layout--${name}` } };
}

/** The stage layout, for one platform or for the index of several. */
function layoutStage(
  context: DerivedContext,
  reference: BaseReference,
  platforms: readonly string[],
  { description, outputPath }: { readonly description: string; readonly outputPath: string },
): Stage {
  const { name, image, paths, settings } = context;
  const isIndex = outputPath === paths.output('publish');
  const layers = platforms.map((id) => `layer-assemble--${platformOf(id).name}`);
  const bases = platforms.map((id) => baseStage(reference, paths, id));
  const rootfs = platforms.map((platform, at) => ({
    platform,
    directory: paths.output(invariant(layers[at], 'a layer for each platform')),
    base: bases[at]?.directory,
  }));
  const [first = 'latest'] = image.tags;
  return {
    stage: 'publish',
    description,
    options: {
      outputPath,
      name,
      refName: `${name}:${first}`,
      rootfs,
      debian: settings.debian,
      config: containerOptions(image.image),
      accept: image.accept,
      annotations: first === 'latest' ? {} : { 'org.opencontainers.image.version': first },
      dockerArchive: image.exports.includes('docker-archive'),
      ...(isIndex ? { tags: image.tags, ...indexPush(image, settings) } : platformPush(settings)),
    },
    pushed: true,
    reads: [...layers, ...bases.map(({ target }) => target)],
  };
}
