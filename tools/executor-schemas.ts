import { baseOptions } from '@basewright/base';
import { compileOptions } from '@basewright/compile';
import { configureOptions } from '@basewright/configure';
import { fetchAndVerifyOptions } from '@basewright/fetch-and-verify';
import { imageSettings } from '@basewright/image';
import { layerAssembleOptions } from '@basewright/layer-assemble';
import { libcOptions } from '@basewright/libc';
import { libraryResolveOptions } from '@basewright/library-resolve';
import { type StageName } from '@basewright/pipeline';
import { publishOptions } from '@basewright/publish';
import { reportOptions } from '@basewright/report';
import { sbomOptions } from '@basewright/sbom';
import { rootfsAssembleOptions } from '@basewright/rootfs-assemble';
import { testOptions } from '@basewright/test';
import { toolchainOptions } from '@basewright/toolchain';
import { vexOptions } from '@basewright/vex';
import { z } from 'zod';

/** A union is of a stage that images from source and derived ones have, each with what it is made of. */
type Options = z.ZodObject | z.ZodUnion<readonly z.ZodObject[]>;

/** The options of every stage but run, whose executor reads the command line itself. */
const STAGES: Readonly<Record<Exclude<StageName, 'run'>, Options>> = {
  'fetch-and-verify': fetchAndVerifyOptions,
  toolchain: toolchainOptions,
  libc: libcOptions,
  configure: configureOptions,
  compile: compileOptions,
  'library-resolve': libraryResolveOptions,
  'rootfs-assemble': rootfsAssembleOptions,
  base: baseOptions,
  'layer-assemble': layerAssembleOptions,
  publish: publishOptions,
  test: testOptions,
  report: reportOptions,
  sbom: sbomOptions,
  vex: vexOptions,
};

/**
 * What Nx is told of executors, by the path of the file in this repository: of a stage's own, and of the plugin's, which
 * takes the options from an image.json where they are not given.
 */
export function executorSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(STAGES).flatMap(([stage, options]) => {
      const settings =
        stage === 'publish' ? imageSettings : imageSettings.pick({ debian: true, lockFile: true, strict: true });
      const shape = { ...referenceWith(settings), ...oneObject(options).partial().shape };
      const image = z.strictObject(shape).describe(options.description ?? '');
      return [
        [`packages/stages/${stage}/src/schema.json`, schemaText(stage, oneObject(options))],
        [`packages/nx/src/executors/${stage}/schema.json`, schemaText(stage, image)],
      ] as const;
    }),
  );
}

/** All that one of the objects of a union takes: what Nx can tell of options, and read from a command line. */
function oneObject(options: Options): z.ZodObject {
  if (!('options' in options)) return options;
  const names = options.options.map((one) => Object.keys(one.shape));
  const shape = Object.assign({}, ...options.options.map((one) => one.shape)) as z.ZodObject['shape'];
  const always = Object.keys(shape).filter((name) => names.every((some) => some.includes(name)));
  const rest = Object.fromEntries(Object.keys(shape).flatMap((name) => (always.includes(name) ? [] : [[name, true]])));
  return z
    .strictObject(shape)
    .partial(rest as Record<string, true>)
    .describe(options.description ?? '');
}

function referenceWith(settings: z.ZodObject) {
  return {
    image: IMAGE,
    settings: settings.optional().describe('Options of the plugin, for all images of the workspace.'),
  };
}

const IMAGE = z
  .string()
  .describe('image.json whose part for this target is taken, relative to the workspace. Options given beside it win.')
  .meta({ examples: ['images/busybox-glibc/image.json'] });

function schemaText(title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
