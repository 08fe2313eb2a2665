import { ownReference, ownValue } from '@basewright/core';

import { type Execution } from './types';

/** How a container of the image starts, as the executor's option `config` says it. */
export interface ContainerSettings {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  /**
   * PATH has a default; the other variables have none. A variable's own name in its value (`$PATH`, `${PATH}`) stands for
   * the value it has otherwise, as in a Dockerfile; other names do not.
   */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly user?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `80` means `80/tcp`, as in a Dockerfile. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stopSignal?: string;
}

/** The PATH of every Docker official image, and what runtimes take where an image has none. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a container starts with, of an image without a base. What the settings leave out or empty is left out. */
export function execution(settings: ContainerSettings): Execution {
  return {
    Cmd: list(settings.cmd),
    Entrypoint: list(settings.entrypoint),
    Env: environment(settings.env ?? {}),
    ExposedPorts: set(settings.exposedPorts?.map(portName)),
    Labels: settings.labels !== undefined && Object.keys(settings.labels).length > 0 ? settings.labels : undefined,
    StopSignal: settings.stopSignal,
    User: settings.user,
    Volumes: set(settings.volumes),
    WorkingDir: settings.workingDir,
  };
}

/**
 * What a container starts with, of an image on a base: as a Dockerfile's instructions say after FROM. Variables, labels,
 * ports and volumes are added to the base's; everything else replaces what the base has, an empty list or text by
 * nothing; and an entrypoint takes the base's command away, which was meant for another program.
 */
export function inheritedExecution(base: Execution, settings: ContainerSettings): Execution {
  const { entrypoint, cmd, env = {}, exposedPorts = [], labels = {}, volumes = [] } = settings;
  const added = {
    Env: Object.keys(env).length === 0 ? base.Env : mergedEnvironment(base.Env ?? [], env),
    ExposedPorts: merged(base.ExposedPorts, set(exposedPorts.map(portName))),
    Labels: merged(base.Labels, Object.keys(labels).length === 0 ? undefined : labels),
    Volumes: merged(base.Volumes, set(volumes)),
  };
  return {
    ...base,
    ...added,
    ...(entrypoint === undefined ? {} : { Entrypoint: list(entrypoint), Cmd: undefined }),
    ...(cmd === undefined ? {} : { Cmd: list(cmd) }),
    ...(settings.stopSignal === undefined ? {} : { StopSignal: text(settings.stopSignal) }),
    ...(settings.user === undefined ? {} : { User: text(settings.user) }),
    ...(settings.workingDir === undefined ? {} : { WorkingDir: text(settings.workingDir) }),
  };
}

/** `80/tcp`, where a Dockerfile may say `80`. */
function portName(port: string): string {
  return port.includes('/') ? port : `${port}/tcp`;
}

/** `NAME=value`, PATH first, the others by name. */
function environment(env: Readonly<Record<string, string>>): string[] {
  const { PATH: path = DEFAULT_PATH, ...others } = env;
  return [`PATH=${expanded('PATH', path)}`, ...sortedVariables(others)];
}

/** The base's variables in their order, some with another value, then the new ones by name. */
function mergedEnvironment(base: readonly string[], env: Readonly<Record<string, string>>): string[] {
  const nameOf = (variable: string): string => variable.split('=')[0] ?? '';
  const known = base.map(nameOf);
  const fresh = Object.fromEntries(Object.entries(env).filter(([name]) => !known.includes(name)));
  const kept = base.map((variable) => {
    const name = nameOf(variable);
    const value = ownValue(env, name);
    return value === undefined ? variable : `${name}=${expanded(name, value, variable.slice(name.length + 1))}`;
  });
  return [...kept, ...sortedVariables(fresh)];
}

function sortedVariables(env: Readonly<Record<string, string>>): string[] {
  return Object.keys(env)
    .sort()
    .map((name) => `${name}=${expanded(name, env[name] ?? '')}`);
}

/** A value with what the variable has otherwise in the place of its own name. */
function expanded(name: string, value: string, otherwise = name === 'PATH' ? DEFAULT_PATH : ''): string {
  return value.replace(ownReference(name), () => otherwise);
}

function merged<Value>(
  base: Readonly<Record<string, Value>> | undefined,
  own: Readonly<Record<string, Value>> | undefined,
): Record<string, Value> | undefined {
  return base === undefined && own === undefined ? undefined : { ...base, ...own };
}

function list(words: readonly string[] | undefined): string[] | undefined {
  return words === undefined || words.length === 0 ? undefined : [...words];
}

function text(value: string): string | undefined {
  return value === '' ? undefined : value;
}

function set(names: readonly string[] | undefined): Record<string, Record<string, never>> | undefined {
  return names === undefined || names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, {}]));
}
