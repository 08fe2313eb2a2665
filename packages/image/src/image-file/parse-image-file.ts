import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { BasewrightError, explainIssue, knownFields } from '@basewright/core';
import { type z } from 'zod';

import { linksLeadSomewhere, type Rule, sourcesInWorkspace } from './common-rules';
import { derivedRules } from './derived-rules';
import { derivedSchema, type DerivedSpec } from './derived-schema';
import { imageRules } from './image-rules';
import { imageSchema, type ImageSpec } from './image-schema';
import { type JsonText, readJsonText } from './json-text';

/** An image of either kind, with every default filled in. */
export type AnyImageSpec = ImageSpec | DerivedSpec;

/** Whether an image is made on another. */
export function isDerived(image: AnyImageSpec): image is DerivedSpec {
  return 'from' in image;
}

/**
 * Turns the text of an image.json (JSON with comments) into an image with every default filled in; one with `from` is
 * made on another. `path` is relative to the workspace. Throws BAD_INPUT with every mistake in the file, each with its
 * path and, for a misspelt name, the nearest.
 */
export function parseImageFile(path: string, text: string): AnyImageSpec {
  const json = readJsonText(text);
  if (json.syntax.length > 0) throw refusal(path, json.syntax);
  const ofTree = [sourcesInWorkspace(posix.dirname(path)), linksLeadSomewhere];
  return typeof json.value === 'object' && json.value !== null && 'from' in json.value
    ? checked(path, json, derivedSchema, [...derivedRules, ...ofTree], OF_BUILT)
    : checked(path, json, imageSchema, [...imageRules, ...ofTree], OF_DERIVED);
}

/** Fields that only the other kind of image has, and what to say of them. */
type OfOtherKind = (field: string) => string | null;

const OF_BUILT: OfOtherKind = (field) =>
  knownFields(imageSchema, []).includes(field) ? 'an image made on another has that of its base; leave it out' : null;

const OF_DERIVED: OfOtherKind = (field) =>
  knownFields(derivedSchema, []).includes(field) ? 'only an image made on another has it, which "from" names' : null;

function checked<Spec>(
  path: string,
  { value: written, repeated }: JsonText,
  schema: z.ZodType<Spec>,
  rules: readonly Rule<Spec>[],
  ofOtherKind: OfOtherKind,
): Spec {
  const shape = schema.safeParse(written);
  const complaints = shape.success
    ? rules.flatMap((rule) => rule(shape.data))
    : shape.error.issues.flatMap((issue) => explainIssue(schema, issue, written, ofOtherKind));
  if (!shape.success || complaints.length + repeated.length > 0) throw refusal(path, [...repeated, ...complaints]);
  return shape.data;
}

function refusal(path: string, complaints: readonly string[]): BasewrightError {
  const count = complaints.length === 1 ? '1 mistake' : `${complaints.length} mistakes`;
  const newer = complaints.some((line) => line.endsWith(UNKNOWN))
    ? [`(this is Basewright ${ownVersion()}: a newer one may know more fields)`]
    : [];
  return new BasewrightError(
    'BAD_INPUT',
    `cannot use ${path}: ${count}\n${[...complaints, ...newer].map((line) => `  ${line}`).join('\n')}`,
  );
}

/** How a complaint about a field ends that is no misspelt one. */
const UNKNOWN = ': unknown field';

function ownVersion(): string {
  const manifest = readFileSync(join(__dirname, '../../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
