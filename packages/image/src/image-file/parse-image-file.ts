import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import {
  type BasewrightError,
  describeMistake,
  explainIssue,
  knownFields,
  type Problem,
  refusalOf,
} from '@basewright/core';
import { knownVersions } from '@basewright/upstream';
import { type z } from 'zod';

import { buildsAreTargets, filesOfBuilds } from './builds';
import { linksLeadSomewhere, type Rule, sourcesInWorkspace } from './common-rules';
import { derivedRules } from './derived-rules';
import { derivedSchema, type DerivedSpec } from './derived-schema';
import { imageRules } from './image-rules';
import { imageSchema, type ImageSpec } from './image-schema';
import { type JsonText, readJsonText } from './json-text';
import { type SoundPart, soundPart } from './sound-part';
import { linksHaveTargets, ownersAreOwners } from './tree-rules';

/** An image of either kind, with every default filled in. */
export type AnyImageSpec = ImageSpec | DerivedSpec;

/** Whether an image is made on another. */
export function isDerived(image: AnyImageSpec): image is DerivedSpec {
  return 'from' in image;
}

/** What has to be written, as it does where that is not right: as little as possible is wrong beside it. */
const STAND_INS = {
  libc: 'glibc',
  platforms: ['linux/amd64'],
  busybox: { version: knownVersions.busybox[0] },
  from: 'base',
};

/**
 * Turns the text of an image.json (JSON with comments) into an image with every default filled in; one with `from` is
 * made on another. `path` is relative to the workspace, `more` are rules beside its own, of files that it names say. Throws
 * BAD_INPUT with every mistake in the file, each with its path and, for a misspelt name, the nearest. Mistakes of shape hide no
 * others: the rest is looked at as if they had not been written.
 */
export function parseImageFile(path: string, text: string, more: readonly Rule<AnyImageSpec>[] = []): AnyImageSpec {
  const json = readJsonText(text);
  if (json.syntax.length > 0) throw refusal(path, json.syntax);
  const ofAll = [
    sourcesInWorkspace(posix.dirname(path)),
    buildsAreTargets,
    filesOfBuilds,
    linksLeadSomewhere,
    linksHaveTargets,
    ownersAreOwners,
    ...more,
  ];
  return typeof json.value === 'object' && json.value !== null && 'from' in json.value
    ? checked(path, json, derivedSchema, [...derivedRules, ...ofAll], OF_BUILT)
    : checked(path, json, imageSchema, [...imageRules, ...ofAll], OF_DERIVED);
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
  const ofShape = (shape.error?.issues ?? []).flatMap((issue) => explainIssue(schema, issue, written, ofOtherKind));
  const part = soundPart(schema, written, STAND_INS);
  const ofRules = part === null ? [] : rules.flatMap((rule) => rule(part.spec)).map((one) => placed(one, part));
  const lines = [
    ...repeated,
    ...[...ofShape, ...ofRules.filter((one) => !isConsequence(one, ofShape))].map(describeMistake),
  ];
  if (!shape.success || lines.length > 0) throw refusal(path, lines);
  return shape.data;
}

function placed({ at, text }: Problem, { placeOf }: SoundPart<unknown>): Problem {
  return { at: placeOf(at), text };
}

/** Whether a rule looks at something that lacks a part, since the part has not its shape: a group without its number. */
function isConsequence({ at }: Problem, ofShape: readonly Problem[]): boolean {
  return at.length > 1 && ofShape.some((shape) => at.every((key, nth) => key === shape.at[nth]));
}

function refusal(path: string, lines: readonly string[]): BasewrightError {
  const newer = lines.some((line) => line.endsWith(UNKNOWN))
    ? { hint: `this is Basewright ${ownVersion()}: a newer one may know more fields` }
    : {};
  return refusalOf(`cannot use ${path}`, lines, newer);
}

/** How a complaint about a field ends that is no misspelt one. */
const UNKNOWN = ': unknown field';

function ownVersion(): string {
  const manifest = readFileSync(join(__dirname, '../../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
