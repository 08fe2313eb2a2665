import { BasewrightError, type ErrorCode } from '@basewright/core';
import { type PatchSource } from '@basewright/upstream';

/** A security fix that no mirror has, and why. */
export interface MissingFix {
  readonly patch: PatchSource;
  readonly error: BasewrightError;
}

const NO_MIRROR: readonly ErrorCode[] = ['UNREACHABLE', 'CHECKSUM_MISMATCH'];

/** What was thrown for a patch, when it means that a vulnerability stays open; otherwise null. */
export function asMissingFix(patch: PatchSource, thrown: unknown): MissingFix | null {
  const isFix = (patch.fixes ?? []).length > 0;
  return isFix && thrown instanceof BasewrightError && NO_MIRROR.includes(thrown.code)
    ? { patch, error: thrown }
    : null;
}

/** One error for all of them: which vulnerabilities stay open, what each mirror said, and how to build nevertheless. */
export function missingFixes(missing: readonly MissingFix[]): BasewrightError {
  const lines = missing.map(
    ({ patch, error }) => `${(patch.fixes ?? []).join(', ')} would stay open: ${error.message}`,
  );
  const open = [...new Set(missing.flatMap(({ patch }) => patch.fixes ?? []))].sort();
  const code = missing.some(({ error }) => error.code === 'UNREACHABLE') ? 'UNREACHABLE' : 'CHECKSUM_MISMATCH';
  const count = missing.length === 1 ? 'a security fix' : `${missing.length} security fixes`;
  return new BasewrightError(
    code,
    `cannot fetch ${count}: no mirror has what is pinned\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}`,
    {
      hint: `check the network and the proxy; to build knowingly with the holes open, write under "busybox" in image.json:\n  "withoutFixes": ${JSON.stringify(open)}`,
    },
  );
}
