import { applyEdits, modify, parse } from 'jsonc-parser';

/**
 * The text of an image.json whose `from` is pinned, with another digest there, `sha256:…`. All else stays as it is
 * written: comments, line ends, commas.
 */
export function withBaseDigest(text: string, digest: string): string {
  const { from } = parse(text, [], { allowTrailingComma: true }) as { from: string };
  return applyEdits(text, modify(text, ['from'], from.replace(/@.*/, `@${digest}`), {}));
}
