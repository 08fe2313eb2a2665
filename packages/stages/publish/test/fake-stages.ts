import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type Acceptance,
  recordArtefact,
  type RootfsAssembleOutput,
  rootfsAssembleOutput,
  writeStage,
} from '@basewright/contracts';
import { exec, hostDebianArch, type Platform, PLATFORMS } from '@basewright/core';
import { type NodeFacts, programOf, type TreeFacts, treeFactsText } from '@basewright/tree';

const native = PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch());
if (native === undefined) throw new Error('these tests need a machine of one of the platforms');

/** The platform of this machine: what a container tool takes out of an index. */
export const NATIVE: Platform = native;

/** Another platform; nothing of it is run. */
export const FOREIGN: Platform = PLATFORMS.find(({ id }) => id !== NATIVE.id && id !== 'linux/386') ?? NATIVE;

/** What a fake rootfs of {@link FOREIGN} has to be accepted for. */
export const ANY_MACHINE: readonly Acceptance[] = [
  { finding: 'other-machine', reason: 'every platform has the shell of this machine, which alone runs it' },
];

const SOURCE_DATE = 1_767_225_600;

/** A shell that only says who it is and where it would look for programs. */
const SHELL = `
#include <stdio.h>
#include <stdlib.h>
int main(void) { return printf("hello from PATH=%s\\n", getenv("PATH")) < 0; }
`;

/** What {@link fakeRootfs} may make differently. */
export interface FakeRootfs {
  readonly version?: string;
  /** A layer that is not the tar. */
  readonly layer?: Uint8Array;
  /** The applets it says it has; `sh` by default. */
  readonly applets?: readonly string[];
  /** More that it says of its tree than that /bin/sh is there. */
  readonly nodes?: Readonly<Record<string, NodeFacts>>;
}

/** A rootfs stage with one static program, /bin/sh, below `workspace`; gives its directory, relative to it. */
export async function fakeRootfs(workspace: string, { id, name }: Platform, fake: FakeRootfs = {}): Promise<string> {
  const tree = join(workspace, 'tree', name);
  await mkdir(join(tree, 'bin'), { recursive: true });
  await writeFile(join(tree, 'sh.c'), SHELL);
  await exec('gcc', ['-static', '-Os', '-s', '-o', join(tree, 'bin/sh'), join(tree, 'sh.c')]);
  await writeFile(join(tree, 'bin/platform'), `${id} ${fake.version ?? ''}`);
  const output = `dist/rootfs-assemble--${name}`;
  await writeStage<RootfsAssembleOutput>(join(workspace, output), rootfsAssembleOutput, id, async (directory) => {
    const tar = join(directory, 'layer.tar');
    const fixed = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--mode=0755'];
    await exec('tar', ['--create', '--format=ustar', ...fixed, '--file', tar, '--directory', tree, 'bin']);
    await exec('gzip', ['-n', '-k', tar]);
    if (fake.layer !== undefined) await writeFile(`${tar}.gz`, fake.layer);
    await writeFile(join(directory, 'listing.txt'), '');
    await writeFile(join(directory, 'tree.json'), treeFactsText(await treeOf(tree, fake)));
    const record = (path: string): ReturnType<typeof recordArtefact> => recordArtefact(directory, path);
    const [plain, layer] = [await record('layer.tar'), await record('layer.tar.gz')];
    const told = { listing: await record('listing.txt'), tree: await record('tree.json') };
    const { version = '1.38.0', applets = ['sh'] } = fake;
    const facts = {
      libc: 'musl' as const,
      version,
      sourceDate: SOURCE_DATE,
      applets: [...applets],
      packages: [],
      departures: [],
    };
    return { body: { ...facts, ...told, tar: plain, layer }, inputs: {} };
  });
  return output;
}

async function treeOf(tree: string, { nodes = {} }: FakeRootfs): Promise<TreeFacts> {
  const directories = ['/', '/bin'].map((path): [string, NodeFacts] => [path, { type: 'directory', mode: 0o755 }]);
  const program = programOf(await readFile(join(tree, 'bin/sh')));
  const shell: [string, NodeFacts] = ['/bin/sh', { type: 'file', mode: 0o755, origin: 'compile', program }];
  const all = new Map([...directories, shell, ...Object.entries(nodes)]);
  return { nodes: all, texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n' }, libraryCache: {}, shells: [] };
}
