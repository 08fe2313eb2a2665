import { posix } from 'node:path';

import { nearest } from '@basewright/core';

import { parseAccounts } from './accounts';
import { findProgram, type ProgramSearch, type Search } from './find-program';
import { findUser } from './find-user';
import { type Finding } from './finding';
import { type Start, type StartWord } from './start';
import { isAuthors, type TreeFacts } from './tree-facts';

/** What is wrong with the way an image starts, and what it starts where nothing is. */
export interface StartCheck {
  readonly findings: readonly Finding[];
  /** Absolute paths of programs: the first of entrypoint and command, the shells of accounts. */
  readonly started: readonly string[];
  readonly search: Search;
}

/** Shells that let nobody in: one that is not there does the same. */
const NO_LOGIN = /\/(false|nologin)$/;

/** Checks the user, the program that a container starts, and the shells of the accounts that the image adds. */
export function checkStart(facts: TreeFacts, start: Start): StartCheck {
  const { texts, nodes, shells } = facts;
  const { identity, unknown } = findUser(
    start.user.word,
    parseAccounts(texts['/etc/passwd'] ?? '', texts['/etc/group'] ?? ''),
  );
  const search: Search = { path: start.env.PATH, directory: start.workingDir, identity };
  const users = unknown.map(({ name, problem }): Finding => ({
    kind: 'unknown-user',
    severity: 'error',
    file: null,
    need: name,
    package: null,
    place: start.user.place,
    problem: `${start.user.isInherited ? `the base's "${start.user.word}": ` : ''}${problem}`,
  }));
  const [first] = start.words;
  const program = first === undefined ? undefined : findProgram(first.word, nodes, search);
  const used = shells.filter(({ shell }) => !NO_LOGIN.test(shell));
  const found = used.map(({ shell }) => findProgram(shell, nodes, { ...search, identity: undefined }));
  return {
    findings: [
      ...users,
      ...(first === undefined || program === undefined ? [] : programFinding(first, program, facts, start)),
      ...used.flatMap(({ shell, place }, at) => {
        const one = found[at];
        const word = { word: shell, place, isInherited: false };
        return one === undefined ? [] : programFinding(word, one, facts, start);
      }),
    ],
    // What may not be executed is looked at as well, so that all that is wrong with it is told at once.
    started: [program, ...found].flatMap((one) => (one?.path == null ? [] : [one.path])),
    search,
  };
}

function programFinding(
  { word, place, isInherited }: StartWord,
  result: ProgramSearch,
  facts: TreeFacts,
  start: Start,
): Finding[] {
  if (result.found) return [];
  const named = `${isInherited ? "the base's " : ''}"${word}"`;
  const isPath = word.includes('/');
  const file = isPath ? posix.resolve(start.workingDir, word) : null;
  const isAbsent = ['absent', 'dangling', 'circle'].includes(result.why);
  const volume = start.volumes.find((path) => file !== null && isBelow(file, path));
  return [
    {
      kind: isAbsent ? 'missing-program' : 'not-executable',
      // Whoever mounts the volume may bring it. An image for others to build on, or of one program, need have no shell.
      severity:
        isAbsent && (volume !== undefined || (start.isDefault && place === 'image.cmd[0]')) ? 'warning' : 'error',
      file,
      need: word,
      package: null,
      place,
      problem: `${named} ${reasonOf(result, word, facts, start)}`,
    },
  ];
}

function reasonOf(
  { why, path }: Extract<ProgramSearch, { found: false }>,
  word: string,
  { nodes }: TreeFacts,
  start: Start,
): string {
  const at = path === null || path === word ? '' : `, ${path},`;
  switch (why) {
    case 'directory':
      return `is a directory`;
    case 'mode':
      return `is there${at} and is not executable${isAuthors(nodes.get(path ?? '') ?? {}) ? ': say "mode": "0755" of it' : ''}`;
    case 'denied':
      return `is there${at} and user ${start.user.word === '' ? 'root' : start.user.word} may not execute it`;
    case 'circle':
      return 'is a link that leads in a circle';
    case 'dangling':
      return `leads to ${path ?? ''}, which is not in the image`;
    case 'absent':
      return `${word.includes('/') ? 'is not in the image' : `is in no directory of PATH (${start.env.PATH})`}${near(word, nodes, start)}`;
  }
}

/** The end of the sentence: what was meant. */
function near(word: string, nodes: TreeFacts['nodes'], { env, workingDir }: Start): string {
  const [first = '', ...more] = word.split(' ');
  const isCommandLine = more.length > 0 && findProgram(first, nodes, { path: env.PATH, directory: workingDir }).found;
  if (isCommandLine) return '; write each word of a command line as a text of its own';
  const programs = [...nodes].filter(([, { type, mode }]) => type !== 'directory' && (mode & 0o111) !== 0);
  const paths = programs.map(([path]) => path);
  const names = paths.map((path) => posix.basename(path));
  const directories = env.PATH.split(':');
  const isPath = word.includes('/');
  const isUsual = (path: string): boolean => isPath || directories.includes(posix.dirname(path));
  const usual = paths.filter(isUsual).map((path) => posix.basename(path));
  // Directories are long and much alike: the name alone tells what was meant.
  const name = names.includes(posix.basename(word)) ? posix.basename(word) : nearest(posix.basename(word), usual);
  const meant = paths[names.indexOf(name ?? '')];
  if (name === undefined || meant === undefined) return '';
  return ` (did you mean "${isPath || name === word ? meant : name}"?)`;
}

/** Whether a path is a directory's, or below it. */
export function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
