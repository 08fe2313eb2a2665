import { platformOf } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';
import { type ContainerSettings, type Execution } from '@basewright/oci';

import { findFindings } from '../src/find-findings';
import { type Program, programOf, type StartFacts } from '../src/program';
import { startOf } from '../src/start';
import { type NodeFacts, type TreeFacts } from '../src/tree-facts';

const amd64 = platformOf('linux/amd64');
export const AUTHORS = 'rootfs.files[0] (images/app/x)';

/** What a test says of a file; all else has a default. */
export type Row = Partial<NodeFacts>;
export const directory: Row = { type: 'directory', mode: 0o755 };
export const link = (target: string, origin?: string): Row => ({
  type: 'symlink',
  mode: 0o777,
  target,
  ...(origin === undefined ? {} : { origin }),
});
export const file = (mode = 0o644): Row => ({ type: 'file', mode });
export const executable = (program: Program, origin?: string): Row => ({
  type: 'file',
  mode: 0o755,
  program,
  ...(origin === undefined ? {} : { origin }),
});
export const text = (content: string, origin: string | undefined = AUTHORS): Row =>
  executable(programOf(Buffer.from(content)), origin);
export const elf = (facts: Partial<StartFacts> = {}): Program => ({
  kind: 'elf',
  elf: {
    ...amd64.elf,
    type: 'shared',
    interpreter: glibcLoader(amd64),
    needed: [],
    soname: null,
    runpath: [],
    rpath: [],
    versionsNeeded: {},
    versionsDefined: [],
    ...facts,
  },
});
export const library = (soname: string, facts: Partial<StartFacts> = {}): Row => ({
  ...executable(elf({ interpreter: null, soname, ...facts })),
});
export const added = (facts: Partial<StartFacts>, origin = AUTHORS): Row => executable(elf(facts), origin);

/** A base on glibc: `sh` and `env`, a loader and a C library. */
const BASE: Readonly<Record<string, Row>> = {
  '/': directory,
  '/bin': directory,
  '/usr': directory,
  '/usr/bin': directory,
  '/usr/local/bin': directory,
  '/bin/sh': executable(elf()),
  '/usr/bin/env': executable(elf()),
  '/lib64': link('lib'),
  '/srv': directory,
  '/lib/ld-linux-x86-64.so.2': library('ld-linux-x86-64.so.2'),
  '/lib/libc.so.6': library('libc.so.6', { versionsDefined: ['GLIBC_2.2.5', 'GLIBC_2.34'] }),
};

const PASSWD = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/false\n';
const GROUP = 'root:x:0:\napp:x:1000:\nstaff:x:50:app\n';

interface Tried {
  readonly tree?: Readonly<Record<string, Row>>;
  readonly settings?: ContainerSettings;
  readonly base?: Execution | null;
  readonly facts?: Partial<TreeFacts>;
  readonly removed?: readonly string[];
  readonly platform?: string;
  /** Leave the base's own tree out. */
  readonly alone?: true;
}

/** `error missing-library: rootfs.files[0] (…): /bin/x needs …`, a line each. */
export function found({ tree = {}, settings = { cmd: ['sh'] }, base = null, removed = [], ...more }: Tried): string[] {
  const rows = { ...(more.alone === true ? {} : BASE), ...tree };
  const facts: TreeFacts = {
    nodes: new Map(Object.entries(rows).map(([path, row]) => [path, { type: 'file', mode: 0o644, ...row }])),
    texts: { '/etc/passwd': PASSWD, '/etc/group': GROUP },
    libraryCache: {},
    shells: [],
    ...more.facts,
  };
  const platform = platformOf(more.platform ?? 'linux/amd64');
  return findFindings({ facts, start: startOf(base, settings), platform, removed }).map(
    ({ severity, kind, place, file: path, problem }) =>
      `${severity} ${kind}: ${place}: ${path === null || place.startsWith('image.') ? '' : `${path} `}${problem}`,
  );
}
