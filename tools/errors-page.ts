import { ERROR_CODES } from '@basewright/core';

const HEAD = `# Errors

A failure says what could not be done, on what and why, then what to do:

\`\`\`
error[NOT_FOUND]: cannot find …
hint: …
\`\`\`

The word in brackets is the kind of failure. It stays the same from version to version, so that a script may look for it; the
sentence may change. \`--verbose\` adds where in the code it comes from, and its causes. Every mistake in a file is named at
once. An error that begins with "This is a bug in Basewright" is one: report it with its lines.

`;

/** The text of docs/reference/errors.md. */
export function errorsPage(): string {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { means, remedy }]) => `## ${code}\n\n${means}\n\n**What to do:** ${remedy}\n`,
  );
  return HEAD + sections.join('\n');
}
