import { imageJsonSchema } from '@basewright/image';

/** What of JSON Schema the fields of image.json use. */
interface Field {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly additionalProperties?: Field | boolean;
  readonly required?: readonly string[];
}

/** docs/reference/image-json.md: every field of image.json, from the schema that the parser reads with. */
export function imageReference(): string {
  const { then: derived, else: built } = JSON.parse(imageJsonSchema()) as { then: Field; else: Field };
  return [
    '# Every field of image.json',
    'Made from the schema that the parser reads with, by `node tools/run-ts.cjs tools/write-image-schema.ts`. `[]` is an entry of a list, `{}` a value of an object whose keys are yours. Paths in `source` and the like are relative to the file.',
    ...section('An image from source', built),
    ...section('An image on another', derived),
    '',
  ].join('\n\n');
}

function section(title: string, schema: Field): string[] {
  const rows = rowsOf('', schema).map((cells) => `| ${cells.map(inTable).join(' | ')} |`);
  return [
    `## ${title}`,
    schema.description ?? '',
    ['| field | value | default | |', '|---|---|---|---|', ...rows].join('\n'),
  ];
}

function rowsOf(prefix: string, { properties = {}, required = [] }: Field): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const own = [`\`${path}\``, valueOf(field), defaultOf(field, required.includes(name)), textOf(field)];
    return [own, ...inside(path, field)];
  });
}

function inside(path: string, { items, additionalProperties, ...field }: Field): string[][] {
  if (field.properties !== undefined) return rowsOf(path, field);
  if (items?.properties !== undefined) return rowsOf(`${path}[]`, items);
  if (typeof additionalProperties === 'object') return rowsOf(`${path}{}`, additionalProperties);
  return [];
}

function valueOf({ type = '', enum: values, anyOf, items, additionalProperties }: Field): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(valueOf).join(' or ');
  if (items !== undefined) return `list of ${items.type === 'object' ? 'objects' : valueOf(items)}`;
  if (typeof additionalProperties === 'object') return `object of ${valueOf(additionalProperties)}`;
  return type;
}

function defaultOf({ default: value }: Field, required: boolean): string {
  if (required) return 'required';
  return value === undefined || JSON.stringify(value) === '{}' ? '' : `\`${JSON.stringify(value)}\``;
}

function textOf({ description = '', examples = [] }: Field): string {
  const shown = examples.map((example) => `\`${JSON.stringify(example)}\``).join(', ');
  return shown === '' ? description : `${description} Such as ${shown}.`;
}

function inTable(text: string): string {
  return text.replaceAll('|', '\\|');
}
