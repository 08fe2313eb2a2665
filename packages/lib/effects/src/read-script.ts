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
  Script,
  Statement,
} from 'unbash' with { 'resolution-mode': 'import' };

import { textPattern } from './installed-tree';
import { streamsOf } from './redirects';
import { type Answer, type Call, type ScriptHost, type Status } from './script-host';
import { type ShellStart, ShellState } from './shell-state';
import { assignmentText, type Expansion, textOf, type Value, valueOf, wordsOf } from './words';

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
  readonly #state: ShellState;
  readonly #functions = new Map<string, FunctionNode>();
  #depth = 0;

  constructor(source: string, host: ScriptHost, start: ShellStart) {
    this.#source = source;
    this.#host = host;
    this.#state = new ShellState(start);
  }

  /** Follows a whole script. */
  read(script: Script): void {
    this.#statements(script.commands);
  }

  variable(name: string): Value | undefined {
    return this.#state.variable(name);
  }

  assign(name: string, value: Value): void {
    this.#state.assign(name, value);
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
      if (this.#state.flow !== 'next') return status;
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
      if (this.#state.flow !== 'next') return status;
    }
    return status;
  }

  #pipeline(node: PipelineNode): Status {
    if (node.type !== 'Pipeline') return this.#command(node);
    const isNegated = node.prefixes.some(({ type }) => type === 'Negation');
    const [only, ...others] = node.commands;
    const isOne = only !== undefined && others.length === 0;
    const status = isOne ? this.#command(only) : this.#severalPiped(node);
    return isNegated ? (status === null ? null : !status) : status;
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
    this.#state.maybe += 1;
    const flow = this.#state.flow;
    const status = action();
    this.#state.maybe -= 1;
    // An exit that may be come to ends nothing.
    this.#state.flow = flow;
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
      case 'While':
        for (const part of [node.clause, node.body]) this.#maybeOf(() => this.#list(part));
        return null;
      case 'BraceGroup':
        return this.#list(node.body);
      case 'Subshell': {
        const status = this.#list(node.body);
        if (this.#state.flow === 'exit') this.#state.flow = 'next';
        return status;
      }
      case 'Redirected':
        return this.#command(node.command);
      case 'Function':
        this.#functions.set(node.name.value, node);
        return true;
      default:
        this.#host.obscure(textOf(this.#source, node));
        return null;
    }
  }

  #if({ clause, then, elif, else: otherwise }: If): Status {
    const ways = [{ clause, then }, ...elif];
    for (const [at, way] of ways.entries()) {
      const status = this.#list(way.clause);
      if (this.#state.flow !== 'next' || status === true) return this.#list(way.then);
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
      const texts = pattern.flatMap((one) => valueOf(one, this) ?? []);
      if (texts.some((text) => textPattern(text).test(value))) return this.#list(body);
    }
    return value === null ? null : true;
  }

  #for({ name, wordlist, body }: Extract<CommandNode, { type: 'For' }>): Status {
    const words =
      wordlist === undefined ? [...this.#state.parameters] : wordlist.flatMap((word) => wordsOf(word, this));
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
      const flow = this.#state.flow;
      if (flow === 'exit' || flow === 'return') return status;
      this.#state.flow = 'next';
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
    const { input, output } = streamsOf(node.redirects, this);
    const words: Call['words'] = [name, ...args];
    const isMaybe = this.#state.maybe > 0;
    const call = { words, input, output: isForOutput ? null : output, text: textOf(this.#source, node), isMaybe };
    const answer = this.#host.call(call);
    for (const [variable, value] of Object.entries(answer.sets ?? {})) this.assign(variable, value);
    return answer;
  }

  /** What the shell does itself; undefined for any other command. */
  #builtIn(name: string, args: readonly Value[]): Status | undefined {
    const called = this.#functions.get(name);
    return called === undefined ? this.#state.builtIn(name, args) : this.#function(called, args);
  }

  #function({ body }: FunctionNode, args: readonly Value[]): Status {
    if (this.#depth >= DEEPEST) return null;
    const parameters = this.#state.parameters;
    this.#state.parameters = args;
    this.#depth += 1;
    const status = body.type === 'CompoundList' ? this.#list(body) : this.#command(body);
    this.#depth -= 1;
    this.#state.parameters = parameters;
    if (this.#state.flow === 'return') this.#state.flow = 'next';
    return status;
  }
}
