import { ALWAYS, both, either, type Expression } from './expression';
import { type Kconfig, type KconfigSymbol, type Select, SYMBOL_TYPES, type SymbolType } from './model';
import { parseExpression } from './parse-expression';
import { type Statement } from './statements';

/** A `menu`, `if` or `choice` that is open: what it asks of everything inside. */
interface Block {
  readonly keyword: 'menu' | 'if' | 'choice';
  requires: Expression;
  readonly choice: number | null;
}

interface Draft {
  readonly name: string;
  type: SymbolType;
  settable: boolean;
  requires: Expression;
  selects: Select[];
  range: [string, string] | null;
  readonly choice: number | null;
}

const NAMED: Readonly<Record<string, SymbolType>> = { boolean: 'bool', def_bool: 'bool', def_tristate: 'tristate' };

/** Takes Kconfig statements in order and holds what they define so far. */
export class KconfigBuilder {
  readonly #symbols = new Map<string, KconfigSymbol>();
  readonly #blocks: Block[] = [];
  #choices = 0;
  #draft: Draft | null = null;
  /** What a `depends on` belongs to: the last symbol, comment, menu or choice that began. */
  #entry: { requires: Expression } | null = null;

  /** Throws an Error for a statement that is not Kconfig, or an `end` without its beginning. */
  add({ keyword, rest }: Statement): void {
    switch (keyword) {
      case 'config':
      case 'menuconfig':
        this.#begin(rest);
        break;
      case 'menu':
      case 'choice':
        this.#open({ keyword, requires: ALWAYS, choice: keyword === 'choice' ? this.#choices++ : null });
        break;
      case 'if':
        this.#open({ keyword, requires: parseExpression(rest), choice: null });
        break;
      case 'endmenu':
      case 'endchoice':
      case 'endif':
        this.#close(keyword.slice(3));
        break;
      case 'comment':
      case 'mainmenu':
        this.#flush();
        this.#entry = { requires: ALWAYS };
        break;
      default:
        this.#attribute(keyword, rest);
    }
  }

  /** Everything defined. */
  finish(): Kconfig {
    this.#flush();
    const open = this.#blocks.at(-1);
    if (open !== undefined) throw new Error(`a ${open.keyword} has no end`);
    return this.#symbols;
  }

  #begin(name: string): void {
    this.#flush();
    const choice = this.#blocks.find((block) => block.choice !== null)?.choice ?? null;
    this.#draft = { name, type: 'bool', settable: false, requires: ALWAYS, selects: [], range: null, choice };
    this.#entry = this.#draft;
  }

  #open(block: Block): void {
    this.#flush();
    this.#blocks.push(block);
    this.#entry = block;
  }

  #close(keyword: string): void {
    this.#flush();
    const block = this.#blocks.pop();
    if (block?.keyword !== keyword) throw new Error(`end${keyword} ends no ${keyword}`);
  }

  #attribute(keyword: string, rest: string): void {
    if (keyword === 'depends' && this.#entry !== null) {
      this.#entry.requires = both(this.#entry.requires, parseExpression(rest.replace(/^on\b/, '')));
    }
    const draft = this.#draft;
    if (draft === null) return;
    const type = NAMED[keyword] ?? SYMBOL_TYPES.find((known) => known === keyword);
    if (type !== undefined) draft.type = type;
    if (keyword === 'prompt' || (type !== undefined && /^["']/.test(rest))) {
      draft.settable = true;
      draft.requires = both(draft.requires, conditionOf(rest));
    }
    if (keyword === 'select') {
      draft.selects.push({ symbol: rest.split(/\s/)[0] ?? '', condition: conditionOf(rest) });
    }
    const [, low, high] = /^(\S+)\s+(\S+)/.exec(rest) ?? [];
    if (keyword === 'range' && low !== undefined && high !== undefined) draft.range = [low, high];
  }

  #flush(): void {
    const draft = this.#draft;
    this.#draft = null;
    this.#entry = null;
    if (draft === null) return;
    const requires = this.#blocks.reduceRight((inner, block) => both(block.requires, inner), draft.requires);
    const earlier = this.#symbols.get(draft.name);
    const symbol = { ...draft, requires };
    this.#symbols.set(draft.name, earlier === undefined ? symbol : merged(earlier, symbol));
  }
}

/** A symbol defined twice can be set where either definition can. */
function merged(earlier: KconfigSymbol, later: KconfigSymbol): KconfigSymbol {
  const requires = !earlier.settable
    ? later.requires
    : !later.settable
      ? earlier.requires
      : either(earlier.requires, later.requires);
  return {
    ...earlier,
    requires,
    settable: earlier.settable || later.settable,
    selects: [...earlier.selects, ...later.selects],
    range: later.range ?? earlier.range,
    choice: earlier.choice ?? later.choice,
  };
}

/** The expression of `… if EXPRESSION`, or always. */
function conditionOf(rest: string): Expression {
  const outside = rest.replace(/^"(?:[^"\\]|\\.)*"|^'(?:[^'\\]|\\.)*'/, '');
  const [, condition] = /\bif\b(.*)$/.exec(outside) ?? [];
  return condition === undefined ? ALWAYS : parseExpression(condition);
}
