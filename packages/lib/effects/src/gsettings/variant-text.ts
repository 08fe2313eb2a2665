import { array, boxed, byte, double, integer, maybe, memberTypes, text, tuple, type Variant } from './variant';

/** Words that may stand before a value and say its type, which is known here anyway. */
const KEYWORDS: Readonly<Record<string, string>> = {
  ...{
    boolean: 'b',
    byte: 'y',
    int16: 'n',
    uint16: 'q',
    int32: 'i',
    uint32: 'u',
    handle: 'h',
    int64: 'x',
    uint64: 't',
  },
  ...{ double: 'd', string: 's', objectpath: 'o', signature: 'g' },
};

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const NUMBER = /[-+]?(?:0x[0-9a-f]+|\d+)/iy;
const REAL = /[-+]?(?:inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy;
const STRING = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y;

/**
 * The value that a text says (https://docs.gtk.org/glib/gvariant-text-format.html), of the type that is given. Null for what is no such
 * value, and for notations that no schema has: strings of bytes, entries of dictionaries that stand alone.
 */
export function parseVariant(type: string, source: string): Variant | null {
  const reader = new VariantReader(source);
  const value = reader.value(type);
  return reader.isAtEnd ? value : null;
}

class VariantReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#match(/\s*/y) !== null && this.#at === this.#source.length;
  }

  value(type: string): Variant | null {
    this.#match(/\s*(?:@\S+\s+)?/y);
    this.#keyword();
    const [first = ''] = type;
    const rest = type.slice(1);
    switch (first) {
      case 'b': {
        const word = this.#match(/true\b|false\b/y);
        return word === null ? null : { type, bytes: byte(word === 'true' ? 1 : 0).bytes };
      }
      case 'd': {
        const word = this.#match(REAL)?.toLowerCase();
        return word === undefined ? null : double(Number(word.replace(/inf(inity)?/, 'Infinity')));
      }
      case 's':
      case 'o':
      case 'g':
        return this.#text(type);
      case 'v':
        return this.#boxed();
      case 'm': {
        if (this.#match(/nothing\b/y) !== null) return maybe(rest, null);
        this.#match(/just\s+/y);
        const value = this.value(rest);
        return value === null ? null : maybe(rest, value);
      }
      case 'a':
        return rest.startsWith('{') ? this.#dictionary(rest) : this.#list(rest);
      case '(':
        return this.#tuple(type);
      default:
        return this.#integer(type);
    }
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    this.#at += found?.length ?? 0;
    return found ?? null;
  }

  #takes(sign: string): boolean {
    return this.#match(new RegExp(`\\s*\\${sign}`, 'y')) !== null;
  }

  #keyword(): string | undefined {
    const start = this.#at;
    const word = this.#match(/[a-z]+\d*\s+/y)?.trim() ?? '';
    if (Object.hasOwn(KEYWORDS, word)) return KEYWORDS[word];
    this.#at = start;
    return undefined;
  }

  #integer(type: string): Variant | null {
    const word = this.#match(NUMBER);
    if (word === null || !'ynqiuhxt'.includes(type)) return null;
    const size = BigInt(word.replace(/^[-+]/, ''));
    return integer(word.startsWith('-') ? -size : size, type);
  }

  #text(type: string): Variant | null {
    const quoted = this.#match(STRING);
    if (quoted === null) return null;
    const escaped = /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|\n|([^]))/gi;
    const value = quoted.slice(1, -1).replace(escaped, (_all, short?: string, long?: string, sign?: string) => {
      const code = short ?? long;
      if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
      return sign === undefined ? '' : (ESCAPES[sign] ?? sign);
    });
    return value.includes('\0') ? null : text(value, type);
  }

  #boxed(): Variant | null {
    if (!this.#takes('<')) return null;
    const type = this.#typeAhead();
    const value = type === null ? null : this.value(type);
    return value !== null && this.#takes('>') ? boxed(value) : null;
  }

  /** The type of a value that says none: as GVariant takes it. */
  #typeAhead(): string | null {
    const start = this.#at;
    this.#match(/\s*/y);
    const said = this.#match(/@\S+/y)?.slice(1) ?? this.#keyword();
    const ahead = this.#source.slice(this.#at);
    this.#at = start;
    if (said !== undefined) return said;
    if (/^["']/.test(ahead)) return 's';
    if (/^(true|false)\b/.test(ahead)) return 'b';
    if (/^[-+]?(\d*\.|\d+e|inf|nan)/i.test(ahead)) return 'd';
    return /^[-+]?\d/.test(ahead) ? 'i' : /^\[\s*["']/.test(ahead) ? 'as' : null;
  }

  #list(of: string): Variant | null {
    const elements = this.#between('[', ']', () => this.value(of));
    return elements === null ? null : array(of, elements);
  }

  #dictionary(of: string): Variant | null {
    const [key = '', value = ''] = memberTypes(of);
    const entries = this.#between('{', '}', () => {
      const name = this.value(key);
      const said = name !== null && this.#takes(':') ? this.value(value) : null;
      return name === null || said === null ? null : tuple([name, said], ['{', '}']);
    });
    return entries === null ? null : array(of, entries);
  }

  #tuple(type: string): Variant | null {
    const types = memberTypes(type);
    let at = 0;
    const members = this.#between('(', ')', () => this.value(types[at++] ?? ''));
    return members === null || members.length !== types.length ? null : tuple(members);
  }

  /** What stands between two signs, with commas; null where one of it cannot be read. */
  #between(open: string, close: string, next: () => Variant | null): Variant[] | null {
    const found: Variant[] = [];
    if (!this.#takes(open)) return null;
    while (!this.#takes(close)) {
      const one = next();
      if (one === null) return null;
      found.push(one);
      if (!this.#takes(',')) return this.#takes(close) ? found : null;
    }
    return found;
  }
}
