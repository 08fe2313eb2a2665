import { BasewrightError } from '@basewright/core';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

import { explainIssue } from './explain-issue';
import { imageRules } from './image-rules';
import { imageSchema, type ImageSpec } from './image-schema';

/**
 * Turns the text of an image.json (JSON with comments) into an image with every default filled in. `path` is for the
 * messages. Throws BAD_INPUT with every mistake in the file, each with its path and, for a misspelt name, the nearest.
 */
export function parseImageFile(path: string, text: string): ImageSpec {
  const errors: ParseError[] = [];
  const written: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0)
    throw refusal(
      path,
      errors.map((error) => describeSyntax(text, error)),
    );
  const shape = imageSchema.safeParse(written);
  if (!shape.success)
    throw refusal(
      path,
      shape.error.issues.flatMap((issue) => explainIssue(imageSchema, issue, written)),
    );
  const complaints = imageRules.flatMap((rule) => rule(shape.data));
  if (complaints.length > 0) throw refusal(path, complaints);
  return shape.data;
}

function refusal(path: string, complaints: readonly string[]): BasewrightError {
  const count = complaints.length === 1 ? '1 mistake' : `${complaints.length} mistakes`;
  return new BasewrightError(
    'BAD_INPUT',
    `cannot use ${path}: ${count}\n${complaints.map((line) => `  ${line}`).join('\n')}`,
  );
}

function describeSyntax(text: string, { offset, error }: ParseError): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${words(printParseErrorCode(error))}`;
}

/** `CommaExpected` as `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
