import { posix } from 'node:path';

import { type FoundLibrary } from './find-library';

/** How many libraries are told of, and how many reasons for each. */
const SHOWN = { libraries: 20, reasons: 5 } as const;

/** The answer to "where is my library?", for people. */
export function findText(found: readonly FoundLibrary[], platform: string): string {
  const shown = found.slice(0, SHOWN.libraries).map((one) => oneText(one, platform));
  const more = found.length - SHOWN.libraries;
  return [...shown, ...(more > 0 ? [`and ${more} more: write more of the name`] : [])].join('\n');
}

function oneText({ file, path, packages, inImage }: FoundLibrary, platform: string): string {
  const rows =
    inImage === null
      ? [
          ['package', packages.join(' or ')],
          ['in Debian', path],
          ['in the image', `no (${platform})`],
          ['to add it', `"libraries": ["${nameToAdd(file, path)}"]`],
        ]
      : [
          ['package', `${inImage.package} ${inImage.version}`],
          ['in Debian', path],
          ['in the image', `${inImage.path} (${platform})`],
          ...(inImage.stub ? [['empty', 'glibc has made it part of libc.so.6']] : []),
          ...reasons(inImage.chains).map((reason, index) => [index === 0 ? 'because of' : '', reason]),
        ];
  return [file, ...rows.map(([title = '', text = '']) => `  ${title.padEnd(12)}  ${text}`)].join('\n');
}

function reasons(chains: readonly (readonly string[])[]): string[] {
  const shown = chains.slice(0, SHOWN.reasons).map((chain) => chain.join(' -> '));
  const more = chains.length - SHOWN.reasons;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

/** By its SONAME where the loader finds it, else by its path. */
function nameToAdd(file: string, path: string): string {
  return posix.dirname(path).split('/').length <= 4 ? file : path;
}
