import { basename } from 'node:path';

import { type CompileOutput, type FetchedPatch, type FetchAndVerifyOutput } from '@basewright/contracts';

import { type BusyboxBuild, type Patch } from './build';

/** What the stages of one platform left: fetch-and-verify, compile, and the text of configure's `.config`. */
export interface BuiltStages {
  readonly fetched: FetchAndVerifyOutput;
  readonly compiled: Pick<CompileOutput, 'version' | 'libc' | 'patches'>;
  readonly config: string;
}

/** The BusyBox that stages have built. */
export function busyboxBuild({ fetched, compiled, config }: BuiltStages): BusyboxBuild {
  const patches = fetched.patches.filter((one) => one.for === 'busybox');
  const isApplied = ({ file }: FetchedPatch): boolean => compiled.patches.includes(file.path);
  return {
    release: compiled.version,
    libc: compiled.libc,
    config,
    patches: patches.filter(isApplied).map(asPatch),
    notApplied: patches.filter((patch) => !isApplied(patch)).map(asPatch),
  };
}

/** fetch-and-verify numbers the files in the order they apply: `patches/03-wget-….patch`. */
function asPatch({ file, fixes }: FetchedPatch): Patch {
  return { name: basename(file.path, '.patch').replace(/^\d+-/, ''), sha256: file.sha256, fixes };
}
