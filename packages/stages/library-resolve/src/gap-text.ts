import { type LibraryGap } from '@basewright/contracts';

/** How many files of a gap are named. */
const NAMED = 3;

/** Lines that tell of gaps; none when there are none. */
export function gapLines(platform: string, gaps: readonly LibraryGap[]): string[] {
  if (gaps.length === 0) return [];
  return [
    `warning: what programs may ask for at run time is not all in the image for ${platform}:`,
    ...gaps.flatMap(({ lacks, files, option }) => [`  ${lacks} (${fewOf(files)})`, `    to fill it: ${option}`]),
  ];
}

function fewOf(files: readonly string[]): string {
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  return `${files.slice(0, NAMED).join(', ')}${more}`;
}
