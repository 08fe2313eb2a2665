import { type z } from 'zod';

/** The names a strict object of a schema allows at a path; empty where the schema has no such object. */
export function knownFields(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  if (path.length === 0) return inner.def.type === 'object' ? Object.keys((inner as z.ZodObject).shape) : [];
  const next = step(inner, path[0]);
  return next === undefined ? [] : knownFields(next, path.slice(1));
}

function step(schema: z.ZodType, key: PropertyKey | undefined): z.ZodType | undefined {
  if (schema.def.type === 'object') return (schema as z.ZodObject).shape[String(key)] as z.ZodType | undefined;
  if (schema.def.type === 'array') return (schema as z.ZodArray).element as z.ZodType;
  return undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  return 'innerType' in schema.def ? unwrap(schema.def.innerType as z.ZodType) : schema;
}
