import { type ScriptLine } from '@basewright/effects';

import { type Survey } from './read-scripts';

const OUTCOMES = ['made', 'needless', 'unknown'] as const;
const TITLES = { made: 'made', needless: 'needless in an image', unknown: 'not understood' } as const;

/** The page about maintainer scripts, in Markdown. */
export function surveyPage({ packages, missing, lines: all }: Survey): string {
  const lines = OUTCOMES.map(
    (outcome) => [TITLES[outcome], all.filter((one) => one.outcome === outcome).length] as const,
  );
  const scripts = grouped(all);
  const understood = scripts.filter((own) => own.every(({ outcome }) => outcome !== 'unknown')).length;
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const reasons = counted(all.flatMap(({ outcome, reason }) => (outcome === 'needless' ? [reason ?? ''] : [])));
  const left = scripts.map((own) => own.filter(({ outcome }) => outcome === 'unknown')).filter((own) => own.length > 0);
  return [
    INTRODUCTION,
    `Read were ${packages} packages of Debian trixie for amd64: the 300 that most others depend on, and those that people put`,
    `into images, with what they depend on. They have ${scripts.length} scripts, of which ${understood} (${share(understood, scripts.length)}) are understood to the last`,
    `line.${missing.length === 0 ? '' : ` ${missing.length} more could not be had when this was written.`}`,
    '',
    '| lines | number | share |',
    '|---|---:|---:|',
    ...lines.map(([title, number]) => `| ${title} | ${number} | ${share(number, all.length)} |`),
    '',
    '## Why lines are needless',
    '',
    '| reason | lines |',
    '|---|---:|',
    ...reasons.map(([reason, number]) => `| ${reason} | ${number} |`),
    '',
    '## What is not understood',
    '',
    'Of an image with one of these packages, `nx run IMAGE:report` names the lines that it comes to.',
    '',
    '| package | script | lines |',
    '|---|---|---|',
    ...left.map(row),
    '',
  ].join('\n');
}

const INTRODUCTION = `# What maintainer scripts do

An image gets what the scripts of its packages would make; none of them is run (see
[decision 14](../decisions/0014-scripts-are-read.md)). This page says how far that goes. \`npm run maintainer-scripts\` writes it.
`;

function counted(words: readonly string[]): [word: string, number: number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/** The lines of each script, sorted by package. */
function grouped(lines: readonly ScriptLine[]): ScriptLine[][] {
  const scripts = new Map<string, ScriptLine[]>();
  for (const line of lines) {
    const key = `${line.package} ${line.script}`;
    scripts.set(key, [...(scripts.get(key) ?? []), line]);
  }
  return [...scripts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
}

function row(lines: readonly ScriptLine[]): string {
  const [first] = lines;
  const texts = [...new Set(lines.map(({ text }) => text))];
  const shown = texts.map((text) => inCode(text.length > 70 ? `${text.slice(0, 69)}…` : text));
  return `| ${first?.package ?? ''} | ${first?.script ?? ''} | ${shown.join('<br>')} |`;
}

/** A text in a cell of a table, as code. */
function inCode(text: string): string {
  const plain = text.replaceAll('`', "'").replaceAll('|', '\\|');
  return `\`${plain}\``;
}
