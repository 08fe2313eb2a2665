import { createHash } from 'node:crypto';

import { BasewrightError, HEAD, interpreterOf, resolvePath } from '@basewright/core';
import { isElf } from '@basewright/elf';
import { type FactReader, type ImageTree, type Inspection } from '@basewright/oci';

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
export const BASE_INSPECTION: Inspection<BaseFact> = (path, mode) => {
  const matters = TEXTS.includes(path) || decidesStart(path) || mayBeProgram(path, mode);
  return matters ? baseFactReader(path) : null;
};

/** Bytes of a file that is read as a text: more than any table of accounts, or cache of libraries, has. */
const LONGEST_TEXT = 64 << 20;

/**
 * Looks at a file of a base. Only of texts and of ELF all bytes are kept meanwhile; an image of a disk is none. Throws
 * BAD_INPUT for a text that is too long.
 */
export function baseFactReader(path: string): FactReader<BaseFact> {
  const isText = TEXTS.includes(path) || decidesStart(path);
  const hash = !isText && SHARED_OBJECT.test(path) ? createHash('sha256') : null;
  const pieces: Buffer[] = [];
  let size = 0;
  let kept: 'beginning' | 'all' | 'no more' = isText ? 'all' : 'beginning';
  return {
    data: (piece) => {
      hash?.update(piece);
      size += piece.length;
      if (kept !== 'no more') pieces.push(piece);
      if (kept === 'beginning' && size >= HEAD) kept = isElf(Buffer.concat(pieces)) ? 'all' : 'no more';
      if (isText && size > LONGEST_TEXT)
        throw new BasewrightError('BAD_INPUT', `cannot read ${path} of the base: it is larger than 64 MB`);
    },
    end: () => {
      const bytes = Buffer.concat(pieces);
      if (isText) return factOfText(path, bytes);
      const found = programOf(bytes);
      if (hash !== null) return { sha256: hash.digest('hex'), program: found };
      const interpreter = interpreterOf(bytes);
      return interpreter === undefined ? { program: found } : { interpreter, program: found };
    },
  };
}

function factOfText(path: string, bytes: Buffer): BaseFact {
  return {
    ...(TEXTS.includes(path) ? { text: bytes.toString('utf8') } : {}),
    ...(decidesStart(path) ? { bytes } : {}),
  };
}

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
