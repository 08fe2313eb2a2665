import { type Status } from './script-host';
import { type Value } from './words';

/** How a list of commands ended, when not by its last one. */
type Flow = 'next' | 'exit' | 'return' | 'break' | 'continue';

/** What a script is started with. */
export interface ShellStart {
  readonly parameters: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What a shell knows while it follows a script. */
export class ShellState {
  flow: Flow = 'next';
  parameters: readonly Value[];
  /** How many conditions that nobody can know are around what is followed. */
  maybe = 0;
  readonly #variables: Map<string, Value>;

  constructor({ parameters, variables }: ShellStart) {
    this.parameters = parameters;
    this.#variables = new Map(Object.entries(variables));
  }

  /** The value of a variable or parameter; undefined where it is not set. */
  variable(name: string): Value | undefined {
    if (/^[1-9]\d*$/.test(name)) return this.parameters[Number(name) - 1];
    if (name === '#') return String(this.parameters.length);
    if (name === '@' || name === '*')
      return this.parameters.some((one) => one === null) ? null : this.parameters.join(' ');
    if (name === '?' || name === '$' || name === '0' || name === '!') return null;
    return this.#variables.get(name);
  }

  /** Sets a variable; unknown where the assignment may not be come to. */
  assign(name: string, value: Value): void {
    this.#variables.set(name, this.maybe > 0 ? null : value);
  }

  /** What the shell does itself about variables, parameters and where to go on; undefined for any other command. */
  builtIn(name: string, args: readonly Value[]): Status | undefined {
    const names = args.flatMap((word) => (word === null || word.startsWith('-') ? [] : [word]));
    switch (name) {
      case 'exit':
      case 'return':
        this.flow = name;
        return args[0] === undefined ? null : args[0] === '0';
      case 'break':
      case 'continue':
        this.flow = name;
        return true;
      case 'shift':
        this.parameters = this.parameters.slice(Number(args[0] ?? '1'));
        return true;
      case 'local':
      case 'export':
      case 'readonly':
        for (const word of names) {
          const [, variable, value] = /^(\w+)=(.*)$/s.exec(word) ?? [];
          if (variable !== undefined) this.assign(variable, value ?? '');
        }
        return true;
      case 'read':
        for (const word of names) this.#variables.set(word, null);
        return null;
      case 'unset':
        for (const word of names) this.#variables.delete(word);
        return true;
      case 'set':
        if (args[0] === '--') this.parameters = args.slice(1);
        return true;
      default:
        return undefined;
    }
  }
}
