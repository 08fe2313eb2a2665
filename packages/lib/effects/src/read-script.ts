import type {
  AndOr,
  Case,
  Command,
  CommandNode,
  CompoundList,
  Function as FunctionNode,
  If,
  Pipeline,
  PipelineNode,
  Redirection,
  Script,
  Statement,
} from 'unbash' with { 'resolution-mode': 'import' };

import { globPattern } from './installed-tree';
import { type Expansion, type Value, valueOf, wordsOf } from './words';

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

/** How a list of commands ended, when not by its last one. */
type Flow = 'next' | 'exit' | 'return' | 'break' | 'continue';

/** As deep as functions call one another. */
const DEEPEST = 20;

/**
 * Follows a script of a shell without running it: assignments, conditions, loops over words, functions; commands are asked of
 * the host. Where a condition cannot be known, both ways are followed, and the commands on them are `isMaybe`. A loop whose end
 * nobody knows is followed once.
 */
export class ScriptReader implements Expansion {
  readonly #source: string;
  readonly #host: ScriptHost;
  readonly #variables: Map<string, Value>;
  readonly #functions = new Map<string, FunctionNode>();
  #parameters: readonly Value[];
  #maybe = 0;
  #depth = 0;
  #flow: Flow = 'next';

  constructor(
    source: string,
    host: ScriptHost,
    {
      parameters,
      variables,
    }: { readonly parameters: readonly string[]; readonly variables: Readonly<Record<string, string>> },
  ) {
    this.#source = source;
    this.#host = host;
    this.#parameters = parameters;
    this.#variables = new Map(Object.entries(variables));
  }

  /** Follows a whole script. */
  read(script: Script): void {
    this.#statements(script.commands);
  }

  variable(name: string): Value | undefined {
    if (/^[1-9]\d*$/.test(name)) return this.#parameters[Number(name) - 1];
    if (name === '#') return String(this.#parameters.length);
    if (name === '@' || name === '*')
      return this.#parameters.some((one) => one === null) ? null : this.#parameters.join(' ');
    if (name === '?' || name === '$' || name === '0' || name === '!') return null;
    return this.#variables.get(name);
  }

  /** Sets a variable; unknown where the assignment may not be come to. */
  assign(name: string, value: Value): void {
    this.#variables.set(name, this.#maybe > 0 ? null : value);
  }

  output(script: Script): Value {
    const [only, ...others] = script.commands;
    const command = only?.command;
    if (command === undefined) return '';
    if (others.length > 0 || command.type !== 'Command') return null;
    return this.#called(command, true).output;
  }

  matching(pattern: string): string[] {
    return this.#host.matching(pattern);
  }

  #statements(statements: readonly Statement[]): Status {
    let status: Status = true;
    for (const { command } of statements) {
      if (this.#flow !== 'next') return status;
      status = command.type === 'AndOr' ? this.#andOr(command) : this.#pipeline(command);
    }
    return status;
  }

  #list({ commands }: CompoundList): Status {
    return this.#statements(commands);
  }

  /** `a && b || c`: a command after one of which nothing is known may be come to. */
  #andOr({ commands, operators }: AndOr): Status {
    let status: Status = true;
    for (const [at, command] of commands.entries()) {
      const operator = operators[at - 1];
      const isWanted: Status =
        operator === undefined ? true : operator === '&&' ? status : status === null ? null : !status;
      if (isWanted === false) continue;
      const before: Status = status;
      const own: Status = isWanted === null ? this.#maybeOf(() => this.#pipeline(command)) : this.#pipeline(command);
      // `a || true` is true, whatever a comes to.
      status = isWanted !== null ? own : operator === '||' && own === true ? true : before === own ? own : null;
      if (this.#flow !== 'next') return status;
    }
    return status;
  }

  #pipeline(node: PipelineNode): Status {
    if (node.type !== 'Pipeline') return this.#command(node);
    const isNegated = node.prefixes.some(({ type }) => type === 'Negation');
    const status = node.commands.length === 1 ? this.#piped(node) : this.#severalPiped(node);
    return isNegated ? (status === null ? null : !status) : status;
  }

  #piped({ commands }: Pipeline): Status {
    const [only] = commands;
    return only === undefined ? true : this.#command(only);
  }

  /** What goes through pipes is not followed, but that grep finds nothing in nothing; of what the commands do beside, each is asked. */
  #severalPiped({ commands }: Pipeline): Status {
    const [first, second] = commands;
    const isSearch = commands.length === 2 && second?.type === 'Command' && /^[ef]?grep$/.test(second.name?.text ?? '');
    if (isSearch && first?.type === 'Command' && this.#maybeOf(() => this.#called(first, true).output === '') === true)
      return false;
    for (const command of commands) this.#maybeOf(() => this.#command(command));
    return null;
  }

  #maybeOf(action: () => Status): Status {
    this.#maybe += 1;
    const flow = this.#flow;
    const status = action();
    this.#maybe -= 1;
    // An exit that may be come to ends nothing.
    this.#flow = flow;
    return status;
  }

  #command(node: CommandNode): Status {
    switch (node.type) {
      case 'Command':
        return this.#called(node).status;
      case 'If':
        return this.#if(node);
      case 'Case':
        return this.#case(node);
      case 'For':
        return this.#for(node);
      case 'While': {
        this.#maybeOf(() => this.#list(node.clause));
        this.#maybeOf(() => this.#list(node.body));
        return null;
      }
      case 'BraceGroup':
        return this.#list(node.body);
      case 'Subshell': {
        const status = this.#list(node.body);
        if (this.#flow === 'exit') this.#flow = 'next';
        return status;
      }
      case 'Redirected':
        return this.#command(node.command);
      case 'Function':
        this.#functions.set(node.name.value, node);
        return true;
      default:
        this.#host.obscure(this.#textOf(node));
        return null;
    }
  }

  #if({ clause, then, elif, else: otherwise }: If): Status {
    const ways = [{ clause, then }, ...elif];
    for (const [at, way] of ways.entries()) {
      const status = this.#list(way.clause);
      if (this.#flow !== 'next' || status === true) return this.#list(way.then);
      if (status === false) continue;
      this.#maybeOf(() => this.#list(way.then));
      for (const other of ways.slice(at + 1)) {
        this.#maybeOf(() => this.#list(other.clause));
        this.#maybeOf(() => this.#list(other.then));
      }
      if (otherwise !== undefined) this.#maybeOf(() => this.#list(otherwise));
      return null;
    }
    return otherwise === undefined ? true : this.#list(otherwise);
  }

  #case({ word, items }: Case): Status {
    const value = valueOf(word, this);
    for (const { pattern, body } of items) {
      if (value === null) {
        this.#maybeOf(() => this.#list(body));
        continue;
      }
      const isMatch = pattern.some((one) => {
        const text = valueOf(one, this);
        return text !== null && new RegExp(globPattern(text).source.replaceAll('[^/]', '[^]')).test(value);
      });
      if (isMatch) return this.#list(body);
    }
    return value === null ? null : true;
  }

  #for({ name, wordlist, body }: Extract<CommandNode, { type: 'For' }>): Status {
    const words = wordlist === undefined ? [...this.#parameters] : wordlist.flatMap((word) => wordsOf(word, this));
    let status: Status = true;
    for (const word of words) {
      if (word === null) {
        this.#maybeOf(() => {
          this.assign(name.value, null);
          return this.#list(body);
        });
        continue;
      }
      this.assign(name.value, word);
      status = this.#list(body);
      const flow = this.#flow;
      if (flow === 'exit' || flow === 'return') return status;
      this.#flow = 'next';
      if (flow === 'break') break;
    }
    return status;
  }

  #called(node: Command, isForOutput = false): Answer {
    for (const part of node.prefix) {
      if (part.type !== 'Assignment' || node.name !== undefined) continue;
      this.assign(part.name, part.value.type === 'ArrayValue' ? null : valueOf(part.value, this));
    }
    if (node.name === undefined) return { status: true, output: '' };
    const written = [node.name, ...node.args].flatMap((word): Value[] =>
      word.type === 'Assignment' ? [assignmentText(word.name, word.value, this)] : wordsOf(word, this),
    );
    const [name, ...args] = written;
    if (name === undefined) return { status: true, output: '' };
    const own = name === null ? undefined : this.#builtIn(name, args);
    if (own !== undefined) return { status: own, output: '' };
    const { input, output } = this.#streams(node.redirects);
    const words: Call['words'] = [name, ...args];
    const isMaybe = this.#maybe > 0;
    const call = { words, input, output: isForOutput ? null : output, text: this.#textOf(node), isMaybe };
    const answer = this.#host.call(call);
    for (const [variable, value] of Object.entries(answer.sets ?? {})) this.assign(variable, value);
    return answer;
  }

  /** What the shell does itself; undefined for any other command. */
  #builtIn(name: string, args: readonly Value[]): Status | undefined {
    const called = this.#functions.get(name);
    if (called !== undefined) return this.#function(called, args);
    switch (name) {
      case 'exit':
      case 'return':
        this.#flow = name;
        return args[0] === undefined ? null : args[0] === '0';
      case 'break':
      case 'continue':
        this.#flow = name;
        return true;
      case 'shift':
        this.#parameters = this.#parameters.slice(Number(args[0] ?? '1'));
        return true;
      case 'local':
      case 'export':
      case 'readonly':
        for (const word of args) {
          const [, variable, value] = /^(\w+)=(.*)$/s.exec(word ?? '') ?? [];
          if (variable !== undefined) this.assign(variable, value ?? '');
        }
        return true;
      case 'read':
        for (const word of args) if (word !== null && !word.startsWith('-')) this.#variables.set(word, null);
        return null;
      case 'eval':
        this.#host.obscure(`eval ${args.join(' ')}`);
        return null;
      case 'unset':
        for (const word of args) if (word !== null && !word.startsWith('-')) this.#variables.delete(word);
        return true;
      case 'set':
        if (args[0] === '--') this.#parameters = args.slice(1);
        return true;
      default:
        return undefined;
    }
  }

  #function({ body }: FunctionNode, args: readonly Value[]): Status {
    if (this.#depth >= DEEPEST) return null;
    const parameters = this.#parameters;
    this.#parameters = args;
    this.#depth += 1;
    const status = body.type === 'CompoundList' ? this.#list(body) : this.#command(body);
    this.#depth -= 1;
    this.#parameters = parameters;
    if (this.#flow === 'return') this.#flow = 'next';
    return status;
  }

  #streams(redirects: readonly Redirection[]): Pick<Call, 'input' | 'output'> {
    let input: Value | undefined;
    let output: Call['output'] = null;
    for (const one of redirects) {
      if (one.type === 'HereDoc') input = this.#document(one);
      if (one.type !== 'Redirect' || one.target === undefined) continue;
      const isOutput = ['>', '>>', '>|'].includes(one.operator);
      const descriptor = one.descriptor?.type === 'FileDescriptor' ? one.descriptor.value : 1;
      const path = isOutput && descriptor === 1 ? valueOf(one.target, this) : '/dev/null';
      if (path !== '/dev/null') output = { path, isAppended: one.operator === '>>' };
    }
    return { input, output };
  }

  #document({ delimiter, body, operator }: Extract<Redirection, { type: 'HereDoc' }>): Value {
    const { text, pos, end, parts } = body;
    const isPlain = delimiter?.quoted === true || parts === undefined;
    const value = isPlain ? text : valueOf({ type: 'Word', text, value: text, pos, end, parts }, this);
    // Tabs at the beginning of lines are for who reads the script (dash(1), Here-document).
    return operator === '<<-' ? (value?.replace(/^\t+/gm, '') ?? null) : value;
  }

  #textOf({ pos, end }: { readonly pos: number; readonly end: number }): string {
    return this.#source
      .slice(pos, end)
      .replace(/\s*\\\n\s*/g, ' ')
      .replace(/\s*\n\s*/g, '; ');
  }
}

function assignmentText(
  name: string,
  value: Extract<Command['prefix'][number], { type: 'Assignment' }>['value'],
  expansion: Expansion,
): Value {
  const text = value.type === 'ArrayValue' ? null : valueOf(value, expansion);
  return text === null ? null : `${name}=${text}`;
}
