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

/** One of the two kinds of image.json: what it may say, and its title on the page. */
interface Kind {
  readonly title: string;
  readonly schema: Field;
}

/** docs/reference/image-json.md: every field of image.json, from the schema that the parser reads with. */
export function imageReference(): string {
  return [
    '# Every field of image.json',
    'Made from the schema that the parser reads with, by `node tools/run-ts.cjs tools/write-image-schema.ts`. `[]` is an entry of a list, `{}` a value of an object whose keys are yours. Paths in `source` and the like are relative to the file.',
    ...kinds().flatMap(({ title, schema }) => [
      `## ${title}`,
      ...described(schema, (example) => example),
      table(rowsOf('', withoutParts(schema))),
      ...partsOf(schema).flatMap(([name, part]) => [
        `### ${name}`,
        ...described(part, (example) => ({ [name]: example })),
        table(rowsOf(name, part)),
      ]),
    ]),
    '',
  ].join('\n\n');
}

/** The examples of the page, each with the title of what it is an example of, and where it belongs in an image.json. */
export function referenceExamples(): readonly { readonly title: string; readonly written: object }[] {
  return kinds().flatMap(({ title, schema }) => {
    const whole = schema.examples?.[0] as object;
    const ofParts = partsOf(schema).map(([name, { examples }]) => ({
      title: `${title}: ${name}`,
      written: { ...whole, [name]: examples?.[0] },
    }));
    return [{ title, written: whole }, ...ofParts];
  });
}

/** Paths of fields that say nothing of themselves. */
export function undescribedFields(): string[] {
  return kinds().flatMap(({ schema }) =>
    rowsOf('', schema).flatMap(([path = '', , , text = '']) => (text === '' ? [path] : [])),
  );
}

function kinds(): readonly Kind[] {
  const { then: derived, else: built } = JSON.parse(imageJsonSchema()) as { then: Field; else: Field };
  return [
    { title: 'An image from source', schema: built },
    { title: 'An image on another', schema: derived },
  ];
}

/** Objects that have a section of their own, by name. */
function partsOf({ properties = {} }: Field): [string, Field][] {
  return Object.entries(properties).filter(([, field]) => field.properties !== undefined);
}

function withoutParts(schema: Field): Field {
  const entries = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    field.properties === undefined ? field : { ...field, properties: undefined, examples: undefined },
  ]);
  return { ...schema, properties: Object.fromEntries(entries) as Readonly<Record<string, Field>> };
}

function described({ description = '', examples = [] }: Field, place: (example: unknown) => unknown): string[] {
  return [description, ...examples.map((example) => `\`\`\`json\n${JSON.stringify(place(example), null, 2)}\n\`\`\``)];
}

function table(rows: readonly string[][]): string {
  const lines = rows.map((cells) => `| ${cells.map(inTable).join(' | ')} |`);
  return ['| field | value | default | |', '|---|---|---|---|', ...lines].join('\n');
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
