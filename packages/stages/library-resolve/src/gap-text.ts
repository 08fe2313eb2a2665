import { type LibraryGap } from '@basewright/contracts';

/** How many files of a gap are named. */
const NAMED = 3;

/** What tells of gaps, of which there are some. */
export function gapText(platform: string, gaps: readonly LibraryGap[]): string {
  return [
    `what programs may ask for at run time is not all in the image for ${platform}:`,
    ...gaps.flatMap(({ lacks, files, option }) => [`  ${lacks} (${fewOf(files)})`, `    to fill it: ${option}`]),
  ].join('\n');
}

function fewOf(files: readonly string[]): string {
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  return `${files.slice(0, NAMED).join(', ')}${more}`;
}
