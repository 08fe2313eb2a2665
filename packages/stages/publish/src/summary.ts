import { humanBytes } from '@basewright/core';

import { repoTag } from './repo-tag';

/** What was published, as far as its user is told. */
export interface Published {
  readonly name: string;
  readonly refName: string;
  /** What a tag would name. */
  readonly digest: string;
  /** Platform ids with the bytes of their compressed layers. */
  readonly platforms: readonly { readonly id: string; readonly layerSize: number }[];
  /** Relative to the workspace. */
  readonly outputPath: string;
  /** What it starts, as words for a shell; empty when it does not say. */
  readonly command: string;
  /** Relative to `outputPath`; one per platform, in the same order. */
  readonly dockerArchives: readonly string[];
  readonly tarXz: readonly string[];
  /** How it departs from what the lock file pins. */
  readonly departures: readonly string[];
  /** Whether it is about to be pushed. */
  readonly pushes: boolean;
}

/** The lines a publish ends with: what it is, where it lies, and what to type next. */
export function summary(image: Published): string[] {
  const { name, digest, outputPath, command, dockerArchives, tarXz } = image;
  const layout = `oci:${outputPath}/oci`;
  const all = image.platforms.length > 1 ? ' --all' : '';
  return [
    `${name}: ${digest}`,
    `  ${platformsText(image)}, in ${outputPath}/oci`,
    ...(image.departures.length === 0 ? [] : [`  not as locked: ${departuresText(image.departures)}`]),
    `  run it:   podman run --rm -it ${layout}`,
    ...(command === '' ? [] : [`       or:  buildah run "$(buildah from ${layout})" -- ${command}`]),
    ...(image.pushes
      ? []
      : [`  push it:  skopeo copy${all} ${layout} docker://REGISTRY/${repoTag(name, image.refName)}`]),
    ...dockerArchives
      .slice(0, 1)
      .map((path) => `  docker:   docker load -i ${outputPath}/${path}${others(dockerArchives)}`),
    ...tarXz.slice(0, 1).map((path) => `  tar.xz:   docker build ${outputPath}/${path}${others(tarXz)}`),
  ];
}

function departuresText(departures: readonly string[]): string {
  const [first = '', ...others] = departures;
  return others.length === 0 ? first : `${first} and ${String(others.length)} more, all in stage.json`;
}

function platformsText({ platforms }: Published): string {
  const sizes = platforms.map(({ layerSize }) => layerSize);
  const smallest = humanBytes(Math.min(...sizes));
  const largest = humanBytes(Math.max(...sizes));
  const [first] = platforms;
  if (platforms.length === 1 && first !== undefined) return `${first.id}, ${largest} compressed`;
  const range = smallest === largest ? largest : `${smallest} to ${largest}`;
  return `${String(platforms.length)} platforms, ${range} compressed each`;
}

function others(paths: readonly string[]): string {
  return paths.length > 1 ? '   (and for the other platforms beside it)' : '';
}
