import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  fetchAndVerifyOutput,
  layerAssembleOutput,
  libraryResolveOutput,
  readStage,
  recordArtefact,
  rootfsAssembleOutput,
  type SbomOutput,
  sbomOutput,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { type Digest, digestOf, humanBytes, log, platformOf, stableJson } from '@basewright/core';
import { readBase } from '@basewright/oci';
import { readTreeFacts } from '@basewright/tree';

import { builtComponents, type Component, derivedComponents, type Files } from './components';
import { cyclonedx } from './cyclonedx';
import { imageContent } from './hashed-files';
import { type BuiltSbomOptions, type DerivedSbomOptions, type SbomOptions } from './options';
import { spdx } from './spdx';
import { baseName, componentUrl, imageUrl, systemOf, type ToldImage } from './told-image';

const SPDX = 'sbom.spdx.json';
const CYCLONEDX = 'sbom.cdx.json';

/**
 * The stage sbom: reads the image that publish left and what other stages tell of it, and writes of what it is made.
 * `workspace` is an absolute path. Throws what readBase and readStage throw.
 */
export async function sbom(options: SbomOptions, workspace: string): Promise<SbomOutput> {
  const { name, platform } = options;
  const image = await readBase(join(workspace, options.publish), platform);
  const { files, osRelease } = await imageContent(image, `${name} for ${platform}`);
  const made =
    'layerAssemble' in options
      ? await ofDerived(options, workspace, files)
      : { components: await ofBuilt(options, workspace, files), base: null };
  const system = systemOf(osRelease);
  const components = made.components.map((one) => ({ ...one, purl: componentUrl(one, system) }));
  const row = platformOf(platform);
  const purl = imageUrl(name, image.digest, row);
  const created = image.config.created ?? '1970-01-01T00:00:00Z';
  const told: ToldImage = {
    name,
    platform: row,
    purl,
    digest: image.digest,
    created,
    base: made.base,
    system,
    components,
    files,
    toolVersion: toolVersion(),
  };
  return writeStage(join(workspace, options.outputPath), sbomOutput, platform, async (directory) => {
    const texts = { [SPDX]: stableJson(spdx(told)), [CYCLONEDX]: stableJson(cyclonedx(told)) };
    for (const [file, text] of Object.entries(texts)) await writeFile(join(directory, file), text, { mode: 0o644 });
    const body = {
      purl,
      created,
      components,
      spdx: await recordArtefact(directory, SPDX),
      cyclonedx: await recordArtefact(directory, CYCLONEDX),
    };
    const content = components.filter(({ role }) => role !== 'tool').length;
    log.info(
      `${name} ${platform}: ${content} components, ${files.size} files; ${SPDX} ${humanBytes(body.spdx.size)}, ${CYCLONEDX} ${humanBytes(body.cyclonedx.size)}`,
    );
    return { body, inputs: { image: image.digest, components: digestOf(components) } };
  });
}

async function ofBuilt(options: BuiltSbomOptions, workspace: string, files: Files): Promise<Component[]> {
  const { platform } = options;
  const at = (directory: string): string => join(workspace, directory);
  const facts = {
    fetched: (await readStage(at(options.fetchAndVerify), fetchAndVerifyOutput, null)).body,
    toolchain: (await readStage(at(options.toolchain), toolchainOutput, platform)).body,
    compiled: (await readStage(at(options.compile), compileOutput, platform)).body,
    setuid: options.setuid === undefined ? null : (await readStage(at(options.setuid), compileOutput, platform)).body,
    libraries: (await readStage(at(options.libraryResolve), libraryResolveOutput, platform)).body,
    rootfs: (await readStage(at(options.rootfsAssemble), rootfsAssembleOutput, platform)).body,
  };
  return builtComponents(facts, files);
}

async function ofDerived(
  options: DerivedSbomOptions,
  workspace: string,
  files: Files,
): Promise<{ components: Component[]; base: { readonly name: string; readonly digest: Digest } }> {
  const { platform, from } = options;
  const stage = await readStage(join(workspace, options.layerAssemble), layerAssembleOutput, platform);
  const { nodes } = await readTreeFacts(await stage.file(stage.body.tree));
  const owners = new Map<string, string>();
  for (const [path, { origin = '' }] of nodes) {
    const [, owner] = /^package (\S+)/.exec(origin) ?? [];
    if (owner !== undefined) owners.set(path, owner);
  }
  const base =
    options.base === undefined
      ? []
      : (await readStage(join(workspace, options.base), sbomOutput, platform)).body.components;
  return {
    components: derivedComponents(stage.body, { base, owners, files }),
    base: { name: baseName(from), digest: stage.body.baseManifest },
  };
}

function toolVersion(): string {
  const manifest = readFileSync(join(__dirname, '../package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
