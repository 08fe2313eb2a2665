import { databaseOf, type Table } from './database';
import { type Markup, parseMarkup } from './markup';
import { parseOverrides } from './overrides';
import { type SchemaKey, storedKey } from './schema-key';
import { stringTable } from './string-table';
import { text, type Variant } from './variant';
import { parseVariant } from './variant-text';

/** A file of the directory of schemas. */
export interface SchemaFile {
  readonly name: string;
  readonly text: string;
}

interface Schema {
  readonly path: string | undefined;
  readonly domain: string | undefined;
  readonly extends: string | undefined;
  readonly listOf: string | undefined;
  readonly keys: Map<string, SchemaKey>;
  /** Schemas that are below it, by name. */
  readonly children: Map<string, string>;
}

/** The values of an enumeration or of flags. */
interface Words {
  readonly kind: 'enum' | 'flags';
  readonly table: Buffer;
}

/** What files have said so far. */
interface Known {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly words: ReadonlyMap<string, Words>;
}

/** A file says something that glib-compile-schemas(1) refuses, or that is not known here. */
class Unusable extends Error {}

/**
 * What glib-compile-schemas(1) makes of the files of a directory: the database that GSettings reads; and the names of those that it
 * ignores, because something is wrong with them.
 */
export function compileSchemas(files: readonly SchemaFile[]): {
  readonly database: Buffer;
  readonly ignored: string[];
} {
  const ignored: string[] = [];
  let known: Known = { schemas: new Map(), words: new Map() };
  for (const file of files.filter(({ name }) => /\.(gschema|enums)\.xml$/.test(name)).sort(byKind)) {
    try {
      known = read(file, known);
    } catch (failure) {
      if (!(failure instanceof Unusable)) throw failure;
      ignored.push(file.name);
    }
  }
  for (const { text: source } of files.filter((one) => one.name.endsWith('.gschema.override')).sort(byKind)) {
    for (const { schema, desktop, key, value } of parseOverrides(source)) override(known, schema, desktop, key, value);
  }
  const listed = [...known.schemas].map(([id, schema]) => [id, tableOf(schema)] as const);
  return { database: databaseOf({ listed: new Map(listed), values: new Map() }), ignored };
}

/** Enumerations come first, since schemas name them. */
function byKind(one: SchemaFile, other: SchemaFile): number {
  const kind = ({ name }: SchemaFile): number => (name.endsWith('.enums.xml') ? 0 : 1);
  return kind(one) - kind(other) || (one.name < other.name ? -1 : 1);
}

function read({ text: source }: SchemaFile, known: Known): Known {
  const root = parseMarkup(source);
  if (root?.name !== 'schemalist') throw new Unusable();
  const words = new Map(known.words);
  for (const one of root.children) {
    if (one.name !== 'enum' && one.name !== 'flags') continue;
    const values = one.children.map(
      ({ attributes: own }) => [required(own, 'nick'), Number(required(own, 'value'))] as const,
    );
    const table = stringTable(values) ?? Buffer.alloc(0);
    words.set(`${one.name} ${required(one.attributes, 'id')}`, { kind: one.name, table });
  }
  const schemas = new Map(known.schemas);
  for (const one of root.children.filter(({ name }) => name === 'schema')) {
    const id = required(one.attributes, 'id');
    if (schemas.has(id)) throw new Unusable();
    schemas.set(id, schemaOf(one, root.attributes.get('gettext-domain'), { schemas, words }));
  }
  return { schemas, words };
}

function required(attributes: ReadonlyMap<string, string>, name: string): string {
  const value = attributes.get(name);
  if (value === undefined) throw new Unusable();
  return value;
}

function schemaOf({ attributes, children }: Markup, domain: string | undefined, known: Known): Schema {
  const schema: Schema = {
    path: attributes.get('path'),
    domain: attributes.get('gettext-domain') ?? domain,
    extends: attributes.get('extends'),
    listOf: attributes.get('list-of'),
    keys: new Map(),
    children: new Map(),
  };
  for (const one of children) {
    const name = one.attributes.get('name') ?? '';
    if (one.name === 'key') schema.keys.set(name, keyOf(one, known));
    if (one.name === 'child') schema.children.set(`${name}/`, required(one.attributes, 'schema'));
    if (one.name === 'override') {
      const original = inherited(schema.extends, name, known);
      schema.keys.set(name, { ...original, ...defaultOf(one, original.type), desktops: new Map() });
    }
  }
  return schema;
}

function inherited(id: string | undefined, key: string, known: Known): SchemaKey {
  const parent = id === undefined ? undefined : known.schemas.get(id);
  if (parent === undefined) throw new Unusable();
  return parent.keys.get(key) ?? inherited(parent.extends, key, known);
}

function keyOf({ attributes, children }: Markup, { words }: Known): SchemaKey {
  const named = (['enum', 'flags'] as const).find((kind) => attributes.has(kind));
  const known = named === undefined ? undefined : words.get(`${named} ${attributes.get(named) ?? ''}`);
  if (named !== undefined && known === undefined) throw new Unusable();
  const type = named === undefined ? required(attributes, 'type') : named === 'enum' ? 's' : 'as';
  const child = (name: string): Markup | undefined => children.find((one) => one.name === name);
  const [written, range, choices, aliases] = ['default', 'range', 'choices', 'aliases'].map(child);
  if (written === undefined) throw new Unusable();
  const values = (one: Markup | undefined): (readonly [string, number])[] =>
    (one?.children ?? []).map(({ attributes: own }) => [required(own, 'value'), 0]);
  const others = (aliases?.children ?? []).map(
    ({ attributes: own }) => [required(own, 'value'), required(own, 'target')] as const,
  );
  const table = stringTable(values(choices), others, known?.table);
  if (table === null) throw new Unusable();
  return {
    type,
    ...defaultOf(written, type),
    words: table.length === 0 ? null : { kind: known?.kind ?? 'choices', table },
    range: range === undefined ? null : rangeOf(range, type),
    desktops: new Map(),
  };
}

function defaultOf({ attributes, text: source }: Markup, type: string): Pick<SchemaKey, 'value' | 'translated'> {
  const category = attributes.get('l10n');
  const context = attributes.get('context');
  const message = source.trim();
  return {
    value: parsed(type, source),
    translated:
      category === undefined
        ? null
        : {
            category: category === 'time' ? 't' : 'm',
            message: context === undefined ? message : `${context}\x04${message}`,
          },
  };
}

/** What the types of numbers reach to where a range is open. */
const BOUNDS: Readonly<Record<string, readonly [string, string]>> = {
  y: ['0', '255'],
  n: ['-32768', '32767'],
  q: ['0', '65535'],
  i: ['-2147483648', '2147483647'],
  u: ['0', '4294967295'],
  x: ['-9223372036854775808', '9223372036854775807'],
  t: ['0', '18446744073709551615'],
  d: ['-inf', 'inf'],
};

function rangeOf({ attributes }: Markup, type: string): readonly [Variant, Variant] {
  const bounds = BOUNDS[type];
  if (bounds === undefined) throw new Unusable();
  return [parsed(type, attributes.get('min') ?? bounds[0]), parsed(type, attributes.get('max') ?? bounds[1])];
}

function parsed(type: string, source: string): Variant {
  const value = parseVariant(type, source);
  if (value === null) throw new Unusable();
  return value;
}

/** Another default, for all or for one desktop. What no schema has is left out, as GSettings does. */
function override({ schemas }: Known, id: string, desktop: string | null, name: string, source: string): void {
  const schema = schemas.get(id);
  const key = schema?.keys.get(name);
  const value = key === undefined ? null : parseVariant(key.type, source);
  if (schema === undefined || key === undefined || value === null) return;
  if (desktop === null) schema.keys.set(name, { ...key, value });
  else if (key.translated === null)
    schema.keys.set(name, { ...key, desktops: new Map([...key.desktops, [desktop, value]]) });
}

function tableOf({ keys, children, path, domain, extends: parent, listOf }: Schema): Table {
  const isTranslated = [...keys.values()].some(({ translated }) => translated !== null);
  const values = Object.entries({
    ...{ '.path': path, '.extends': parent, '.list-of': listOf },
    '.gettext-domain': isTranslated ? domain : undefined,
  });
  return {
    listed: new Map([
      ...[...keys].map(([name, key]) => [name, storedKey(key)] as const),
      ...[...children].map(([name, id]) => [name, text(id)] as const),
    ]),
    values: new Map(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, text(value)]]))),
  };
}
