import {
  BasewrightError,
  isTag,
  pathValueMistake,
  platformOf,
  portMistake,
  reasonOf,
  repositoryMistake,
  signalMistake,
  userMistake,
  variableNameMistake,
} from '@basewright/core';

import { type PublishOptions, refNameOf } from './options';
import { repositoryOf } from './push/destination';
import { isRepoTag, repoTag } from './repo-tag';

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md ("ref") */
const REF = /^[A-Za-z0-9]+(([-._:@+]|--)[A-Za-z0-9]+)*(\/[A-Za-z0-9]+(([-._:@+]|--)[A-Za-z0-9]+)*)*$/;

/** Throws BAD_INPUT with every mistake in the options that their JSON Schema cannot see. */
export function checkOptions(options: PublishOptions): void {
  const mistakes = [
    ...rootfsMistakes(options),
    ...nameMistakes(options),
    ...pushMistakes(options),
    ...configMistakes(options),
  ];
  if (mistakes.length === 0) return;
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  const lines = mistakes.map((mistake) => `  ${mistake}`).join('\n');
  throw new BasewrightError('BAD_INPUT', `cannot publish ${options.name}: ${count} in its options\n${lines}`);
}

function rootfsMistakes({ rootfs, tarXz, toolchain }: PublishOptions): string[] {
  const ids = rootfs.map(({ platform }) => platform);
  return [
    ...(rootfs.length === 0 ? ['rootfs: no platform is given'] : []),
    ...ids.flatMap((id, at) => unknownPlatform(id).map((reason) => `rootfs[${at}].platform: ${reason}`)),
    ...[...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `rootfs: ${id} is given twice`),
    ...(tarXz === true && toolchain === undefined ? ['toolchain: tarXz needs its xz, but none is given'] : []),
  ];
}

function unknownPlatform(id: string): string[] {
  try {
    platformOf(id);
    return [];
  } catch (thrown) {
    return [reasonOf(thrown)];
  }
}

function nameMistakes(options: PublishOptions): string[] {
  const ref = refNameOf(options);
  const tag = repoTag(options.name, ref);
  return [
    ...(REF.test(ref) ? [] : [`refName: "${ref}" is no reference (as in "busybox:glibc")`]),
    ...(options.dockerArchive !== true || isRepoTag(tag) ? [] : [`refName: docker refuses "${tag}" as repository:tag`]),
  ];
}

function pushMistakes(options: PublishOptions): string[] {
  const repository = repositoryOf(options);
  const mistake = repository === null ? null : repositoryMistake(repository);
  return [
    ...(mistake === null ? [] : [`registry: ${mistake}`]),
    ...(options.tags ?? [])
      .filter((tag) => !isTag(tag))
      .map((tag) => `tags: "${tag}" is no tag (as in "1.38.0-glibc")`),
  ];
}

function configMistakes({ config = {}, tarXz }: PublishOptions): string[] {
  const { env = {}, exposedPorts = [], labels = {}, stopSignal = '', user = '', volumes = [], workingDir } = config;
  const texts = [...Object.values(env), ...Object.values(labels)];
  return [
    ...Object.keys(env).flatMap((name) => mistakeAt('config.env', name, variableNameMistake)),
    ...Object.entries(env).flatMap(([name, value]) =>
      name === 'PATH' ? mistakeAt('config.env.PATH', value, pathValueMistake) : [],
    ),
    ...exposedPorts.flatMap((port, at) => mistakeAt(`config.exposedPorts[${at}]`, port, portMistake)),
    ...(stopSignal === '' ? [] : mistakeAt('config.stopSignal', stopSignal, signalMistake)),
    ...mistakeAt('config.user', user, userMistake),
    ...volumes.filter(isRelative).map((path) => `config.volumes: "${path}" is no absolute path`),
    ...(workingDir === undefined || !isRelative(workingDir)
      ? []
      : [`config.workingDir: "${workingDir}" is no absolute path`]),
    ...Object.entries({ user, workingDir, stopSignal, volumes: volumes.join('') }).flatMap(([name, text = '']) =>
      /\p{Cc}/u.test(text) ? [`config.${name}: expected no line breaks or other control characters`] : [],
    ),
    ...(tarXz === true && texts.some((text) => /[\r\n]/.test(text))
      ? ['config: a Dockerfile (tarXz) cannot hold a variable or label of several lines']
      : []),
  ];
}

function mistakeAt(place: string, text: string, mistakeOf: (text: string) => string | null): string[] {
  const mistake = mistakeOf(text);
  return mistake === null ? [] : [`${place}: ${mistake}, found ${JSON.stringify(text)}`];
}

function isRelative(path: string): boolean {
  return !path.startsWith('/');
}
