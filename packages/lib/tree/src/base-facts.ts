import { interpreterOf, resolvePath, sha256 } from '@basewright/core';
import { type ImageTree, type Inspection } from '@basewright/oci';

import { ACCOUNT_FILES } from './account-entries';
import { type Program, programOf } from './program';
import { decidesStart, mayBeProgram } from './tree-facts';

/** What is known of the content of some files of a base. */
export interface BaseFact {
  /** The text of tables of accounts and of os-release. */
  readonly text?: string;
  /** Of shared objects. */
  readonly sha256?: string;
  /** What runs it, of scripts: `/bin/sh`. */
  readonly interpreter?: string;
  /** Of what can be executed or loaded. */
  readonly program?: Program;
  /** The content of files that decide how programs start. */
  readonly bytes?: Uint8Array;
}

/** The tree of a base, with what a layer on it has to know. */
export type BaseTree = ImageTree<BaseFact>;

const OS_RELEASE = ['/etc/os-release', '/usr/lib/os-release'];
const TEXTS: readonly string[] = [...ACCOUNT_FILES.map(({ path }) => path), ...OS_RELEASE];

/** Shared objects by the names that loaders ask for, below the directories of libraries. */
const SHARED_OBJECT = /^\/(?:usr\/)?lib[^/]*\/(?:[^/]+\/)?[^/]*\.so(?:\.[^/]*)?$/;

/** How the files of a base are looked at. */
export const BASE_INSPECTION: Inspection<BaseFact> = {
  wants: (path, mode) => TEXTS.includes(path) || decidesStart(path) || mayBeProgram(path, mode),
  fact: (path, bytes) => {
    if (TEXTS.includes(path)) return { text: bytes.toString('utf8'), ...(decidesStart(path) ? { bytes } : {}) };
    if (decidesStart(path)) return { bytes };
    const program = programOf(bytes);
    if (SHARED_OBJECT.test(path)) return { sha256: sha256(bytes), program };
    const interpreter = interpreterOf(bytes);
    return interpreter === undefined ? { program } : { interpreter, program };
  },
};

/** The text of a file of the base, its links followed; empty where there is none. */
export function baseText(base: BaseTree, path: string): string {
  return base.get(resolvePath(base, path) ?? path)?.fact?.text ?? '';
}

/** The sha256 of each shared object of the base, by its file name. */
export function baseLibraries(base: BaseTree): ReadonlyMap<string, string> {
  const rows = [...base].flatMap(([path, { fact }]) =>
    fact?.sha256 === undefined ? [] : [[path.slice(path.lastIndexOf('/') + 1), fact.sha256] as const],
  );
  return new Map(rows);
}
