import { array, boxed, byte, text, tuple, type Variant } from './variant';

/** A setting of a schema. */
export interface SchemaKey {
  /** Of its value, as GVariant spells it. */
  readonly type: string;
  /** The default. */
  readonly value: Variant;
  /** The default as it is to be translated, with its context, and by which category of the locale. */
  readonly translated: { readonly category: 'm' | 't'; readonly message: string } | null;
  /** The words that it takes. */
  readonly words: { readonly kind: 'enum' | 'flags' | 'choices'; readonly table: Buffer } | null;
  readonly range: readonly [least: Variant, most: Variant] | null;
  /** Other defaults, by desktop. */
  readonly desktops: ReadonlyMap<string, Variant>;
}

const WORDS = { enum: 'e', flags: 'f', choices: 'c' } as const;

const letter = (name: string): Variant => byte(name.charCodeAt(0));

/** How a key is stored: its default, and what else is known of it behind a letter each. */
export function storedKey({ value, translated, words, range, desktops }: SchemaKey): Variant {
  const more: Variant[][] = [
    ...(translated === null ? [] : [[letter('l'), tuple([letter(translated.category), text(translated.message)])]]),
    ...(words === null ? [] : [[letter(WORDS[words.kind]), { type: 'au', bytes: words.table }]]),
    ...(range === null ? [] : [[letter('r'), tuple(range)]]),
    ...(desktops.size === 0 ? [] : [[letter('d'), array('{sv}', [...desktops].map(entry))]]),
  ];
  return tuple([value, ...more.map((members) => tuple(members))]);
}

function entry([desktop, value]: readonly [string, Variant]): Variant {
  return tuple([text(desktop), boxed(value)], ['{', '}']);
}
