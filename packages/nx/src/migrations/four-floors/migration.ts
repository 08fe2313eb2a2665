import { isDeepStrictEqual } from 'node:util';

import {
  formatFiles,
  getProjects,
  readNxJson,
  type TargetConfiguration,
  type Tree,
  updateNxJson,
  updateProjectConfiguration,
} from '@nx/devkit';

/** What packages were called, and what they are called now. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@basewright/fetch': ['@basewright/fetch-and-verify'],
  '@basewright/hermetic': ['@basewright/sandbox'],
  '@basewright/image-test': ['@basewright/test'],
  '@basewright/libraries': ['@basewright/library-resolve'],
  '@basewright/releases': ['@basewright/upstream'],
  '@basewright/rootfs': ['@basewright/rootfs-assemble', '@basewright/layer-assemble'],
};

/** What executors were called, and the stage each does: that of its package and of its own name now. */
const STAGES: Readonly<Record<string, string>> = {
  '@basewright/base:base': 'base',
  '@basewright/compile:compile': 'compile',
  '@basewright/configure:configure': 'configure',
  '@basewright/fetch:fetch-and-verify': 'fetch-and-verify',
  '@basewright/image-test:image-test': 'test',
  '@basewright/libraries:library-resolve': 'library-resolve',
  '@basewright/publish:publish': 'publish',
  '@basewright/report:report': 'report',
  '@basewright/rootfs:layer-assemble': 'layer-assemble',
  '@basewright/rootfs:rootfs-assemble': 'rootfs-assemble',
  '@basewright/run:run': 'run',
  '@basewright/toolchain:libc': 'libc',
  '@basewright/toolchain:toolchain': 'toolchain',
};

/** What options were called that hold the directory of a stage, and the name of that stage as an option is spelled. */
const DIRECTORIES: Readonly<Record<string, string>> = {
  sources: 'fetchAndVerify',
  configuration: 'configure',
  binaries: 'compile',
  libraries: 'libraryResolve',
  rootfs: 'rootfsAssemble',
};

/**
 * Nx migration to packages that are called as their stages: in targets of project.json, package.json and nx.json
 * (`targetDefaults`), and in the dependencies of the workspace. A target whose options name an image.json has the executor
 * of the plugin, which reads it; a list of libraries, which was a text with a slash, is an object.
 */
export async function fourFloors(tree: Tree): Promise<void> {
  for (const [name, project] of getProjects(tree)) {
    const targets = Object.entries(project.targets ?? {});
    if (!targets.some(([, target]) => isOld(target))) continue;
    const renewed = Object.fromEntries(targets.map(([target, one]) => [target, isOld(one) ? renew(one) : one]));
    // Some executors are called as before, and have nothing else that changed.
    if (isDeepStrictEqual(renewed, project.targets)) continue;
    updateProjectConfiguration(tree, name, { ...project, targets: renewed });
  }
  renewDefaults(tree);
  renewDependencies(tree);
  await formatFiles(tree);
}

function isOld({ executor = '' }: TargetConfiguration): boolean {
  return executor in STAGES;
}

function renew(target: TargetConfiguration): TargetConfiguration {
  const { executor = '', options, ...rest } = target as Renewable;
  const stage = STAGES[executor] ?? '';
  return {
    executor: options !== undefined && 'image' in options ? `@basewright/nx:${stage}` : `@basewright/${stage}:${stage}`,
    ...(options === undefined ? {} : { options: renewOptions(stage, options) }),
    ...rest,
  };
}

/** A target, and what is written of its options. */
interface Renewable extends Omit<TargetConfiguration, 'options'> {
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What the executor of a stage takes now: to find a library is a generator. */
function renewOptions(stage: string, written: Readonly<Record<string, unknown>>): object {
  const kept = Object.entries(written).filter(([name]) => stage !== 'library-resolve' || name !== 'find');
  return Object.fromEntries(kept.map(([name, value]) => renewOption(name, value)));
}

/** An option with its name of now: a text is the directory of a stage, a list is of what it was of. */
function renewOption(name: string, value: unknown): [string, unknown] {
  if (typeof value === 'string') return [DIRECTORIES[name] ?? name, value];
  if (name === 'libraries' && Array.isArray(value)) return [name, value.map(entryOf)];
  if (name === 'platforms' && Array.isArray(value)) return [name, value.map(renewPlatform)];
  return [name, value];
}

/** Directories of the stages of one platform, as a report takes them. */
function renewPlatform(platform: unknown): unknown {
  if (typeof platform !== 'object' || platform === null) return platform;
  return Object.fromEntries(Object.entries(platform).map(([name, value]) => renewOption(name, value)));
}

/** A list of libraries was told from a name by its slash, an absolute path being a file in Debian. */
function entryOf(text: unknown): unknown {
  if (typeof text !== 'string' || text.startsWith('/')) return text;
  return text.includes('/') || text.endsWith('.txt') ? { list: text } : text;
}

/** Defaults by executor, which hold for every target that has it, inferred ones included. */
function renewDefaults(tree: Tree): void {
  const nxJson = readNxJson(tree);
  const defaults = nxJson?.targetDefaults;
  if (nxJson === null || defaults === undefined || Array.isArray(defaults)) return;
  const renewed = Object.entries(defaults).flatMap(([key, value]) => {
    const stage = STAGES[key];
    if (stage === undefined) return [[key, value] as const];
    return [[`@basewright/${stage}:${stage}`, value] as const, [`@basewright/nx:${stage}`, value] as const];
  });
  if (Object.keys(defaults).some((key) => key in STAGES))
    updateNxJson(tree, { ...nxJson, targetDefaults: Object.fromEntries(renewed) });
}

function renewDependencies(tree: Tree): void {
  const text = tree.exists('package.json') ? (tree.read('package.json', 'utf8') ?? '{}') : '{}';
  const manifest = JSON.parse(text) as Record<string, unknown>;
  let isChanged = false;
  for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    const dependencies = manifest[field] as Readonly<Record<string, string>> | undefined;
    if (dependencies === undefined || !Object.keys(dependencies).some((name) => name in PACKAGES)) continue;
    isChanged = true;
    manifest[field] = Object.fromEntries(
      Object.entries(dependencies).flatMap(([name, version]) =>
        (PACKAGES[name] ?? [name]).map((now) => [now, version]),
      ),
    );
  }
  if (isChanged) tree.write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}
