import { ruleOfProgram } from './removal-rules';

/** The name of a package in the database of dpkg and opkg, and in that of apk. */
const NAME = /^(?:Package: |P:)(?<name>\S+)$/m;

/** A database of packages, stanzas with an empty line between them, without those that a distroless image goes without. */
export function trimmedDatabase(text: string): string {
  const stanzas = text.split('\n\n');
  return stanzas
    .filter((stanza) => ruleOfProgram(NAME.exec(stanza)?.groups?.['name'] ?? '') === undefined)
    .join('\n\n');
}
