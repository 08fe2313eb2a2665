import { BasewrightError, didYouMean, platformOf, log } from '@basewright/core';
import { type LibraryResolveOptions, locateLibrary } from '@basewright/library-resolve';
import { readImage } from '@basewright/pipeline';
import { buildTarget } from '@basewright/run';
import { createProjectGraphAsync, type ProjectGraph, type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';

/** Options of the generator `where`. */
export interface WhereGeneratorOptions {
  /** What `libraries` takes: a name, the beginning of one, a SONAME or a path. */
  readonly library: string;
  /** The image project that is looked into. Default: the only one that loads shared objects. */
  readonly project?: string;
  /** `linux/amd64` … Default: the first that the project has. */
  readonly platform?: string;
}

/**
 * Nx generator `@basewright/nx:where`: tells which Debian package has a library, whether an image has it, and why. The
 * programs of the image are compiled first where they are not. Throws BAD_INPUT and NOT_FOUND for what was asked.
 */
export async function whereGenerator(tree: Tree, options: WhereGeneratorOptions): Promise<void> {
  const graph = await createProjectGraphAsync({ exitOnError: false });
  const image = chooseImage(imagesOf(graph, tree), options);
  const wanted = image.platforms.find(({ platform }) => platform === (options.platform ?? platform));
  if (wanted === undefined) {
    const platforms = image.platforms.map(({ platform }) => platform);
    throw new BasewrightError('NOT_FOUND', `cannot look into ${image.project} for ${String(options.platform)}`, {
      hint: `it has ${platforms.join(', ')}`,
    });
  }
  await buildTarget(tree.root, image.project, `compile--${platformOf(wanted.platform).name}`);
  log.info(await locateLibrary(options.library, wanted, tree.root));
}

/** An image that loads shared objects, with the options of its stage on each of its platforms. */
interface DynamicImage {
  readonly project: string;
  readonly platforms: readonly LibraryResolveOptions[];
}

function imagesOf({ nodes }: ProjectGraph, tree: Tree): DynamicImage[] {
  const settings = pluginSettings(tree);
  return Object.entries(nodes).flatMap(([project, { data }]) => {
    const target = Object.values(data.targets ?? {}).find(
      ({ executor }) => executor === '@basewright/nx:library-resolve',
    );
    const { image } = (target?.options ?? {}) as { readonly image?: string };
    if (image === undefined) return [];
    const stages = Object.values(readImage(tree.root, image, settings).stages);
    const platforms = stages.flatMap((one) => (one.stage === 'library-resolve' ? [one.options] : []));
    return platforms.some(({ libc }) => libc === 'glibc') ? [{ project, platforms }] : [];
  });
}

function chooseImage(images: readonly DynamicImage[], { library, project }: WhereGeneratorOptions): DynamicImage {
  const [first, ...others] = images.filter((image) => image.project === (project ?? image.project));
  if (first !== undefined && others.length === 0) return first;
  const names = images.map((image) => image.project).sort();
  const hint = names.length === 0 ? 'no image of this workspace is on glibc' : `--project= one of ${names.join(', ')}`;
  const why =
    project === undefined
      ? 'in which image?'
      : `no image project of that name loads shared objects: ${project}${didYouMean(project, names)}`;
  throw new BasewrightError(project === undefined ? 'BAD_INPUT' : 'NOT_FOUND', `cannot find ${library}: ${why}`, {
    hint,
  });
}

export default asGenerator(whereGenerator);
