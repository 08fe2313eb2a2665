import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { type z } from 'zod';

import { linksLeadSomewhere, type Rule, sourcesInWorkspace } from './common-rules';
import { derivedRules } from './derived-rules';
import { derivedSchema, type DerivedSpec } from './derived-schema';
import { explainIssue } from './explain-issue';
import { imageRules } from './image-rules';
import { imageSchema, type ImageSpec } from './image-schema';
import { readJsonText } from './json-text';

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
  const { value: written, mistakes } = readJsonText(text);
  if (mistakes.length > 0) throw refusal(path, mistakes);
  const ofTree = [sourcesInWorkspace(posix.dirname(path)), linksLeadSomewhere];
  return typeof written === 'object' && written !== null && 'from' in written
    ? checked(path, written, derivedSchema, [...derivedRules, ...ofTree])
    : checked(path, written, imageSchema, [...imageRules, ...ofTree]);
}

function checked<Spec>(path: string, written: unknown, schema: z.ZodType<Spec>, rules: readonly Rule<Spec>[]): Spec {
  const shape = schema.safeParse(written);
  if (!shape.success)
    throw refusal(
      path,
      shape.error.issues.flatMap((issue) => explainIssue(schema, issue, written)),
    );
  const complaints = rules.flatMap((rule) => rule(shape.data));
  if (complaints.length > 0) throw refusal(path, complaints);
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
