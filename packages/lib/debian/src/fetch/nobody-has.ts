import { BasewrightError } from '@basewright/core';

import { type Place, type WantedFile } from './places';

/** A place that did not have a file. */
export interface Refusal {
  readonly place: Place;
  readonly reason: string;
}

/** A file that no place had. */
export interface MissingFile {
  readonly file: WantedFile;
  readonly refusals: readonly Refusal[];
  /** The mirror was asked, and said that it has no such file: another time will not help. */
  readonly isGone: boolean;
}

/**
 * The error for files that nobody has: UNREACHABLE where the mirror could not be asked, CHECKSUM_MISMATCH where it has
 * another file, NOT_FOUND else. It names every place with its reason, each kind of them once.
 */
export function nobodyHas(missing: readonly MissingFile[]): BasewrightError {
  const shown = missing.slice(0, 5).map(({ file, refusals }) => {
    const places = refusals.map(({ place, reason }) => `\n    ${shownUri(place.uri)}: ${reason}`).join('');
    return `\n  ${file.label}, sha256 ${file.sha256}:${places === '' ? ` nobody says where the archive ${file.archive} is` : places}`;
  });
  const rest = missing.slice(5).map(({ file }) => file.label);
  const more = rest.length === 0 ? '' : `\n  and of the same kind: ${rest.join(', ')}`;
  const files = missing.length === 1 ? 'a file that is pinned' : `${String(missing.length)} files that are pinned`;
  const isGone = missing.some((one) => one.isGone);
  const isOther = missing.some(({ refusals }) =>
    refusals.some(({ reason }) => /mismatch|unexpected size/i.test(reason)),
  );
  return new BasewrightError(
    isOther ? 'CHECKSUM_MISMATCH' : isGone ? 'NOT_FOUND' : 'UNREACHABLE',
    `cannot fetch ${files}: no place has it${shown.join('')}${more}`,
    {
      hint:
        isGone || isOther
          ? 'pin what there is now with `nx g @basewright/nx:lock`, or fill the store from a machine that has it (`nx g @basewright/nx:store --import=FILE`)'
          : 'check the network, the proxy and the options debian.mirror and debian.securityMirror',
    },
  );
}

/** Without the password that an address may have. */
function shownUri(uri: string): string {
  return uri.replace(/(?<=^\w+:\/\/[^/@]*:)[^/@]*(?=@)/, '***');
}
