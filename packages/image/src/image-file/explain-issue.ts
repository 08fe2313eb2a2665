import { didYouMean } from '@basewright/core';
import { type z } from 'zod';

import { knownFields } from './known-fields';

/** A path in a file as its reader would write it: `platforms[2]`, `rootfs.files[0].mode`. */
function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/**
 * The sentences a mistake is shown as: one for each unknown field, one for anything else. `elsewhere` says where a field
 * belongs that is unknown here only.
 */
export function explainIssue(
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  written: unknown,
  elsewhere: (field: string) => string | null = () => null,
): string[] {
  const at = fieldPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(schema, issue.path);
    return issue.keys.map((key) => {
      const path = fieldPath([...issue.path, key]);
      return `${path}: ${elsewhere(path) ?? `unknown field${didYouMean(key, known)}`}`;
    });
  }
  const found = valueAt(written, issue.path);
  if (found === undefined && issue.code !== 'custom') return [`${at}: missing, ${expectation(issue)}`];
  // What is wrong with a key is what the schema of keys says; the key itself is in the path.
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => `${at}: ${expectation(inner)}`);
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return [
      `${at}: ${JSON.stringify(found)} is not one of ${known.join(', ')}${didYouMean(typeof found === 'string' ? found : '', known)}`,
    ];
  }
  return [
    `${at === '' ? 'the file' : at}: ${expectation(issue)}${found === undefined ? '' : `, found ${JSON.stringify(found)}`}`,
  ];
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

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
