import { type z } from 'zod';

import { BasewrightError } from './errors';
import { didYouMean } from './nearest';
import { describeMistake, type FieldPath, fieldPath, type Problem } from './problem';

/**
 * What is wrong where a schema does not fit: a problem for each unknown field, one for anything else. `elsewhere` says where
 * a field belongs that is unknown here only.
 */
export function explainIssue(
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  written: unknown,
  elsewhere: (field: string) => string | null = () => null,
): Problem[] {
  const at = placeOf(issue);
  const problem = (text: string): Problem => ({ at, text });
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(schema, at);
    return issue.keys.map((key) => {
      const place = [...at, key];
      return { at: place, text: elsewhere(fieldPath(place)) ?? `unknown field${didYouMean(key, known)}` };
    });
  }
  const meant = meantOption(issue);
  if (meant !== undefined) {
    return meant.flatMap((inner) =>
      explainIssue(schema, { ...inner, path: [...at, ...inner.path] }, written, elsewhere),
    );
  }
  const found = valueAt(written, at);
  if (found === undefined && issue.code !== 'custom') return [problem(`missing, ${expectation(issue)}`)];
  // What is wrong with a key is what the schema of keys says; the key itself is in the path.
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => problem(expectation(inner)));
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const near = didYouMean(typeof found === 'string' ? found : '', known);
    return [problem(`${JSON.stringify(found)} is not one of ${known.join(', ')}${near}`)];
  }
  return [problem(`${expectation(issue)}${found === undefined ? '' : `, found ${JSON.stringify(found)}`}`)];
}

/** Of a union that says nothing itself what is wrong with the option that has the kind of what is written: a list, a text. */
function meantOption(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return undefined;
  const inside = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0));
  return inside ?? issue.errors.find((issues) => issues.every(({ code }) => code !== 'invalid_type'));
}

/** JSON has no other keys. */
function placeOf({ path }: z.core.$ZodIssue): FieldPath {
  return path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `expected at least ${String(issue.minimum)}`;
  return issue.message;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** The names a strict object of a schema allows at a path; empty where the schema has no such object. */
export function knownFields(schema: z.ZodType, path: FieldPath): string[] {
  const inner = unwrap(schema);
  if (path.length === 0) return inner.def.type === 'object' ? Object.keys((inner as z.ZodObject).shape) : [];
  const next = step(inner, path[0]);
  return next === undefined ? [] : knownFields(next, path.slice(1));
}

function step(schema: z.ZodType, key: string | number | undefined): z.ZodType | undefined {
  if (schema.def.type === 'object') return (schema as z.ZodObject).shape[String(key)] as z.ZodType | undefined;
  if (schema.def.type === 'array') return (schema as z.ZodArray).element as z.ZodType;
  return undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  return 'innerType' in schema.def ? unwrap(schema.def.innerType as z.ZodType) : schema;
}

/** Of a union of objects the one that was meant: it knows the most of the fields that are given. */
function closestOf(schema: z.ZodType, given: unknown): z.ZodType {
  if (schema.def.type !== 'union') return schema;
  const written = Object.keys(given ?? {});
  const known = (option: z.ZodType): number => {
    const names = knownFields(option, []);
    return written.filter((name) => names.includes(name)).length;
  };
  const options = (schema as z.ZodUnion<z.ZodType[]>).options;
  return options.reduce((best, option) => (known(option) > known(best) ? option : best));
}

/** Options of an executor that fit their schema. `what` takes them. Throws BAD_INPUT with every mistake. */
export function checkedOptions<Options>(what: string, schema: z.ZodType<Options>, given: unknown): Options {
  const { data, error } = schema.safeParse(given);
  if (error === undefined) return data;
  const meant = closestOf(schema, given);
  const issues = meant.safeParse(given).error?.issues ?? error.issues;
  const mistakes = issues.flatMap((issue) => explainIssue(meant, issue, given));
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot run ${what}: ${count} in its options\n${mistakes.map((each) => `  ${describeMistake(each)}`).join('\n')}`,
  );
}
