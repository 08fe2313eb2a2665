import {
  busyboxRelease,
  knownVersions,
  type Vulnerability,
  type VulnerabilityState,
  vulnerabilityStates,
  type VulnerabilityTable,
} from '@basewright/upstream';

import { configText, DEFAULT_IMAGES, type DefaultConfigs, tableSymbols } from './default-configs';
import { olderReleases } from './older-releases';

const RELEASES = knownVersions.busybox;
const LIBCS = Object.values(DEFAULT_IMAGES);

const WORDS: Readonly<Record<VulnerabilityState['state'], string>> = {
  fixed: 'fixed',
  'not-affected': 'not affected',
  'not-in-release': '-',
  open: '**open**',
  unknown: '**unknown**',
};

/** What a vulnerability is to the default images: release by release, image by image. */
interface Row {
  readonly vulnerability: Vulnerability;
  readonly states: readonly VulnerabilityState[];
}

/** docs/security/busybox.md: what every vulnerability is to every release and default image. */
export function vulnerabilitiesPage(table: VulnerabilityTable, configs: DefaultConfigs): string {
  const perBuild = RELEASES.flatMap((release) =>
    Object.keys(DEFAULT_IMAGES).map((image) => statesOf(table, configs, release, image)),
  );
  const rows = table.vulnerabilities.map((vulnerability, at): Row => {
    return { vulnerability, states: perBuild.flatMap((states) => states[at] ?? []) };
  });
  const present = rows.filter(({ states }) => states.some(({ state }) => state !== 'not-in-release'));
  const past = rows.filter((row) => !present.includes(row));
  return [
    ...head(table),
    ...markdownTable(
      [
        'vulnerability',
        ...RELEASES.flatMap((release) => LIBCS.map((libc) => `${release} ${libc}`)),
        'patch',
        'looked up',
      ],
      present.map((row) => [
        row.vulnerability.id,
        ...row.states.map(({ state }) => WORDS[state]),
        patches(row),
        dates(row),
      ]),
    ),
    '',
    '## What each is',
    '',
    ...present.flatMap(details),
    '',
    ...olderReleases(table),
    '## In none of these releases',
    '',
    ...markdownTable(
      ['vulnerability', 'fixed in', 'symbols', 'what', 'looked up'],
      past.map((row) => [
        ...[row.vulnerability.id, row.vulnerability.affected.fixedIn ?? '', symbols(row), row.vulnerability.summary],
        dates(row),
      ]),
    ),
    '',
    ...foot(table),
    '',
  ].join('\n');
}

function statesOf(
  table: VulnerabilityTable,
  configs: DefaultConfigs,
  release: string,
  image: string,
): VulnerabilityState[] {
  const off = configs[image]?.[release];
  const libc = DEFAULT_IMAGES[image];
  if (off === undefined || libc === undefined) throw new Error(`there is no .config of ${image} with ${release}`);
  return vulnerabilityStates(table, {
    release,
    libc,
    config: configText(tableSymbols(table), off),
    patches: busyboxRelease(release).patches.map(({ name, sha256 = '', fixes = [] }) => ({ name, sha256, fixes })),
  });
}

function head(table: VulnerabilityTable): string[] {
  return [
    '# Vulnerabilities of BusyBox',
    '',
    `What the ${table.vulnerabilities.length} vulnerabilities that were known on ${table.date} are to each release that Basewright`,
    'builds and to the three default images, with all security patches and the official configuration. Nobody looked for',
    'younger ones, nor at the libc and at packages. Made by `node tools/run-ts.cjs tools/write-vulnerabilities-page.ts` from',
    '[the table](../../packages/lib/upstream/vulnerabilities/busybox.json), which has source, date and certainty of each fact.',
    '',
    '**Of an image that you have**, where the configuration, the patches or the release may differ:',
    '',
    '```sh',
    'npx nx run busybox-glibc:report                  # each with its state, and what closes what is open',
    'npx nx run busybox-glibc:publish --fail-on-open  # ends with 1 while one is open or unknown and not accepted',
    'npx nx g @basewright/nx:doctor                   # how old the table is',
    '```',
    '',
    'To accept one: `"accepted": { "CVE-…": "why" }` under `"busybox"` in image.json. A new one:',
    '[what to do](../how-to/answer-a-new-cve.md). What the compiler adds: [hardening](hardening.md).',
    '',
    '| word | meaning |',
    '|---|---|',
    '| fixed | the code is there, with the patch in the last but one column |',
    '| not affected | the configuration has the code off, or closes it |',
    '| - | not in this release |',
    '| **open** | the code is there, and nobody has a fix |',
    '| **unknown** | nobody has said in public which code it is |',
    '',
  ];
}

/** The patches of each release, once where all releases have the same. */
function patches({ vulnerability: { id } }: Row): string {
  const names = RELEASES.flatMap((release) =>
    busyboxRelease(release).patches.flatMap(({ name, fixes = [], origin }) =>
      fixes.includes(id) ? [`${name} (${origin === 'debian' ? "Debian's" : 'our own'})`] : [],
    ),
  );
  return [...new Set(names)].join(', ') || 'none';
}

function details({ vulnerability, states }: Row): string[] {
  const { id, summary, affected } = vulnerability;
  const reasons = states.flatMap(({ state, because }) => (state === 'not-affected' ? [because] : []));
  const ways = states.flatMap(({ ways: all }) => all);
  const closed = [...new Set(ways)].map((way) => (way.startsWith('"') ? `\`${way}\`` : way)).join(', or ');
  const told = [...new Set(reasons)].join('; ');
  return [
    `- **${id}**: ${summary}. Affected: ${affected.told} (${affected.certainty}). Symbols: ${symbols({ vulnerability })}.` +
      (told === '' ? '' : ` Not affected where ${told}.`) +
      (closed === '' ? '' : ` To close it: ${closed}.`),
  ];
}

function symbols({ vulnerability: { code } }: Pick<Row, 'vulnerability'>): string {
  if (code === null) return 'unknown';
  const places = code.places.map(({ symbols: text, libcs }) => {
    const names = text.split('|').map((all) => `\`${all.replaceAll('&', ' & ')}\``);
    return `${names.join(', ')}${libcs === undefined ? '' : ` (${libcs.join(', ')} only)`}`;
  });
  return places.join('; ') + (code.closedBy === undefined ? '' : `, closed by \`${code.closedBy}\``);
}

function dates({ vulnerability: { affected, code, carriers } }: Row): string {
  return [affected.date, carriers.date, ...(code === null ? [] : [code.date])].sort().at(-1) ?? '';
}

function foot({ sources }: VulnerabilityTable): string[] {
  return ['## What was read', '', ...sources.map((source) => `- ${source}`)];
}

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)];
}
