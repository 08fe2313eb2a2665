import { type Value } from './words';

/** What became of a command: it succeeds, it fails, or nobody knows here. */
export type Status = boolean | null;

/** A command that a script comes to. */
export interface Call {
  /** Its name and arguments. */
  readonly words: readonly [name: Value, ...args: Value[]];
  /** What is written to it: of a here-document. */
  readonly input: Value | undefined;
  /** Where its output goes, if not to who watches: a path, and whether it is added there. */
  readonly output: { readonly path: Value; readonly isAppended: boolean } | null;
  /** As it stands in the script. */
  readonly text: string;
  /** Whether it is come to at all depends on what nobody knows here. */
  readonly isMaybe: boolean;
}

/** What becomes of a command. */
export interface Answer {
  readonly status: Status;
  /** What it prints, without the line breaks at the end; null where that is not known. */
  readonly output: Value;
  /** Variables that it sets, as debconf's commands do. */
  readonly sets?: Readonly<Record<string, Value>>;
}

/** What a reader is told by, and tells of. */
export interface ScriptHost {
  /** What becomes of a command, and what it prints: null where that is not known. */
  readonly call: (call: Call) => Answer;
  readonly matching: (pattern: string) => string[];
  /** A construct of the shell whose commands cannot be told. */
  readonly obscure: (text: string) => void;
}
