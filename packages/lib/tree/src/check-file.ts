import { posix } from 'node:path';

import { type Platform, resolvePath } from '@basewright/core';
import { machineProblem } from '@basewright/elf';

import { isBelow } from './check-start';
import { fileAt, findProgram, type Search } from './find-program';
import { type Finding } from './finding';
import { load } from './load';
import { libcOf, loaderOf } from './loader';
import { type Program, type StartFacts } from './program';
import { type TreeFacts } from './tree-facts';

/** What a file is looked at in. */
export interface FileContext {
  readonly facts: TreeFacts;
  readonly platform: Platform;
  readonly search: Search;
  /** The directories of LD_LIBRARY_PATH. */
  readonly libraryPath: readonly string[];
  /** Directories that whoever starts a container may bring. */
  readonly volumes: readonly string[];
  /** Where libraries are in the image, by name. */
  readonly places: ReadonlyMap<string, string>;
}

/** A finding but for where the file is from, and how much it matters there. */
export type FileFinding = Pick<Finding, 'kind' | 'need' | 'libc' | 'problem'> & {
  /**
   * It is legal under circumstances that nothing here knows of: never more than a warning. `unless-started`: whoever starts
   * it may see to them, which nobody does for what the container itself starts.
   */
  readonly mayBeRight?: 'always' | 'unless-started';
};

/** What is known of a file that can be executed, and the programs that it is started by in turn. */
export interface FileCheck {
  readonly findings: readonly FileFinding[];
  /** Absolute paths. */
  readonly startedBy: readonly string[];
}

const NOTHING: FileCheck = { findings: [], startedBy: [] };

/** Checks whether the kernel, and the loader it starts, would find all that a file says it needs. */
export function checkFile(path: string, program: Program, context: FileContext): FileCheck {
  switch (program.kind) {
    case 'elf':
      return { findings: checkElf(path, program.elf, context), startedBy: [] };
    case 'script':
      return checkScript(program, context);
    case 'text':
      return { findings: [noShebang(program)], startedBy: [] };
    case 'foreign':
      return only({ kind: 'other-machine', need: program.system, problem: `is a program for ${program.system}` });
    case 'damaged':
      return only({ kind: 'not-executable', need: null, problem: `is no whole program: ${program.problem}` });
    case 'data':
      return only({
        kind: 'no-shebang',
        need: null,
        mayBeRight: 'always',
        problem: program.empty ? 'is empty' : 'is neither a program nor a script',
      });
  }
}

function only(finding: FileFinding): FileCheck {
  return { ...NOTHING, findings: [finding] };
}

function noShebang({ line, byteOrderMark }: Extract<Program, { kind: 'text' }>): FileFinding {
  const problem = byteOrderMark
    ? 'begins with a byte order mark, so that its first line is not seen: save it without'
    : `has no first line that names what runs it, as in "#!/bin/sh"; it begins with ${JSON.stringify(line)}`;
  return { kind: 'no-shebang', need: null, problem, mayBeRight: 'always' };
}

function checkScript(
  { interpreter, runs, carriageReturn }: Extract<Program, { kind: 'script' }>,
  { facts, search, volumes }: FileContext,
): FileCheck {
  const lineEnd: FileFinding = {
    kind: 'carriage-return',
    need: `${runs ?? interpreter}\r`,
    problem:
      'has line ends of Windows (CRLF): a carriage return ends the first line, and becomes part of the last name in it; save it with line ends of Unix (LF)',
  };
  const names = [interpreter, ...(runs === null ? [] : [runs])];
  const results = names.map((name) => ({ name, result: findProgram(name, facts.nodes, search) }));
  const interpreters = results.flatMap(({ name, result }): FileFinding[] => {
    if (result.found) return [];
    const isThere = result.why === 'mode' || result.why === 'denied' || result.why === 'directory';
    const what = isThere ? 'cannot be executed' : 'is not in the image';
    const mayCome = volumes.some((volume) => isBelow(name, volume)) ? { mayBeRight: 'always' as const } : {};
    return [{ kind: 'missing-interpreter', need: name, problem: `is a script for ${name}, which ${what}`, ...mayCome }];
  });
  return {
    findings: [...(carriageReturn ? [lineEnd] : []), ...interpreters],
    startedBy: results.flatMap(({ result }) => (result.found ? [result.path] : [])),
  };
}

/** Code that kernels of another machine run, too, where they are built so: 32-bit code on the 64-bit machine of a family. */
const ALSO_RUNS: Readonly<Record<string, number>> = { 'linux/amd64': 3, 'linux/arm64': 40 };

function checkElf(path: string, elf: StartFacts, context: FileContext): FileFinding[] {
  const { facts, platform } = context;
  const problem = machineProblem(platform, elf);
  if (problem !== undefined) {
    const mayRun = ALSO_RUNS[platform.id] === elf.machine ? { mayBeRight: 'always' as const } : {};
    const need = problem.replace(/^it is for (.*), the image.*$/, '$1');
    return [{ kind: 'other-machine', need, problem: problem.replace(/^it is/, 'is'), ...mayRun }];
  }
  const { interpreter } = elf;
  if (interpreter === null) return [];
  const place = resolvePath(facts.nodes, interpreter);
  if (fileAt(facts.nodes, place ?? '')?.type !== 'file') {
    const libc = libcOf(interpreter);
    return [
      {
        kind: 'missing-interpreter',
        need: interpreter,
        problem: `is linked with ${libc}: its loader ${interpreter} is not in the image`,
      },
    ];
  }
  const loader = loaderOf(interpreter, facts, platform);
  const { missing, versions } = load(path, elf, { ...context, loader });
  return [
    ...missing.map(({ library, by }): FileFinding => {
      const elsewhere = context.places.get(posix.basename(library));
      const through = by === path ? '' : ` (through ${by})`;
      const lacking = { kind: 'missing-library', need: library, libc: loader.libc } as const;
      return elsewhere === undefined
        ? { ...lacking, problem: `needs ${library}${through}, which is not in the image` }
        : {
            ...lacking,
            mayBeRight: 'unless-started',
            problem: `needs ${library}${through}: its loader does not look where that is, ${elsewhere}`,
          };
    }),
    ...versions.map(({ library, versions: wanted, by }): FileFinding => {
      const through = by === path ? '' : ` (through ${by})`;
      const need = `${wanted.join(', ')} of ${library}`;
      return { kind: 'missing-version', need, problem: `needs ${need}${through}, and the one in the image is older` };
    }),
  ];
}
