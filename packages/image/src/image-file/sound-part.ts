import { type FieldPath } from '@basewright/core';
import { type z } from 'zod';

/** What of a file has its shape, read as if the rest had not been written. */
export interface SoundPart<Spec> {
  readonly spec: Spec;
  /** Where in the file something of the part is: an item of a list may have had others before it. */
  readonly placeOf: (path: FieldPath) => FieldPath;
}

/**
 * The part of what is written that fits a schema, so that rules can be asked about it beside complaints about the shape of
 * the rest. What has to be written and is not is as in `standIns`. Null where nothing of it can be read.
 */
export function soundPart<Spec>(
  schema: z.ZodType<Spec>,
  written: unknown,
  standIns: Readonly<Record<string, unknown>>,
): SoundPart<Spec> | null {
  if (!isObject(written)) return null;
  const part = structuredClone(written);
  const places = new WeakMap<unknown[], number[]>();
  // Each round takes something away, or puts in a stand-in, of which there are a few.
  for (let round = count(part) + Object.keys(standIns).length; round >= 0; round--) {
    const { data, error } = schema.safeParse(part);
    if (error === undefined) return { spec: data, placeOf: (path) => placeIn(part, path, places) };
    const shortened = new Set<unknown[]>();
    for (const path of error.issues.flatMap(faulty)) {
      const [field] = path;
      if (field === undefined) return null;
      if (path.length === 1 && !Object.hasOwn(part, field)) part[field] = standIns[field];
      else remove(part, path, shortened);
    }
    for (const list of shortened) closeUp(list, places);
  }
  return null;
}

/** What an issue is about. */
function faulty(issue: z.core.$ZodIssue): (string | number)[][] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** What stands for an item that is to go: none moves while paths of the same round lead to others. */
const GONE = Symbol('gone');

/** Takes a field or an item away; of one that is not there, what it is missing in. */
function remove(part: unknown, path: FieldPath, shortened: Set<unknown[]>): void {
  const parent = path.slice(0, -1).reduce<unknown>((inner, key) => member(inner, key), part);
  const key = path.at(-1);
  if (parent === undefined || key === undefined) return;
  if (Array.isArray(parent) && typeof key === 'number') {
    parent[key] = GONE;
    shortened.add(parent);
  } else if (Object.hasOwn(parent as object, key)) Reflect.deleteProperty(parent as object, key);
  else remove(part, path.slice(0, -1), shortened);
}

function closeUp(list: unknown[], places: WeakMap<unknown[], number[]>): void {
  const own = places.get(list) ?? [...list.keys()];
  places.set(
    list,
    own.filter((_place, at) => list[at] !== GONE),
  );
  list.splice(0, list.length, ...list.filter((item) => item !== GONE));
}

function placeIn(part: unknown, path: FieldPath, places: WeakMap<unknown[], number[]>): FieldPath {
  let inner = part;
  return path.map((key) => {
    const own = Array.isArray(inner) ? places.get(inner) : undefined;
    inner = member(inner, key);
    return typeof key === 'number' ? (own?.[key] ?? key) : key;
  });
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + count(inner), 1);
}
