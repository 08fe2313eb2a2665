import { posix } from 'node:path';

import { makeDirectory, type Making, writeFile } from './file-commands';

const PROFILES = '/usr/share/pam-configs';
const TEMPLATES = '/usr/share/pam';
const SAVED = '/var/lib/pam';
const TYPES = ['auth', 'account', 'password', 'session', 'session-noninteractive'] as const;

/** The fields of a profile that a package ships: `Auth-Type`, `Auth`, `Auth-Initial` … */
type Profile = ReadonlyMap<string, string>;

/** What the lines of a template stand before, in its order: the block of that kind comes after the first, up to the second. */
const BLOCKS = [
  {
    kind: 'Primary',
    from: /^# here are the per-package modules \(the "Primary" block\)/,
    to: /^# here's the fallback if no module succeeds/,
  },
  {
    kind: 'Additional',
    from: /^# and here are more per-package modules \(the "Additional" block\)/,
    to: /^# end of pam-auth-update config/,
  },
] as const;

/**
 * What pam-auth-update(8) makes of the profiles that packages ship, where nobody has chosen otherwise: /etc/pam.d/common-* with the
 * modules of all that are on by default, and in /var/lib/pam what it knows that from (written as the program of pam 1.7.0 does).
 */
export function makePamProfiles(making: Making): void {
  const { tree } = making;
  const all = tree
    .matching(`${PROFILES}/*`)
    .flatMap((path): [string, Profile][] => [[posix.basename(path), parseProfile(tree.text(path) ?? '')]]);
  const priority = (profile: Profile): number => Number(profile.get('Priority') ?? 0);
  const sorted = all.sort(([a, x], [b, y]) => priority(y) - priority(x) || (a < b ? 1 : -1));
  makeDirectory(SAVED, 0o755, making);
  writeFile(`${SAVED}/seen`, { text: sorted.map(([name]) => `${name}\n`).join('') }, making);
  const enabled = sorted.filter(([, profile]) => profile.get('Default') === 'yes');
  for (const type of TYPES) {
    const template = tree.text(`${TEMPLATES}/common-${type}`);
    if (template === null) continue;
    const field = type.charAt(0).toUpperCase() + type.slice(1);
    const blocks = BLOCKS.map(({ kind }) => modulesOf(enabled, field, kind));
    writeFile(
      `/etc/pam.d/common-${type}`,
      { text: filled(template, type.replace('-noninteractive', ''), blocks) },
      making,
    );
    writeFile(`${SAVED}/${type}`, { text: saved(blocks) }, making);
  }
}

/** The modules of a profile in a block of a file, a line each. */
interface Modules {
  readonly profile: string;
  readonly lines: readonly string[];
}

/** The first of a block has lines of its own: nobody was asked before it. */
function modulesOf(enabled: readonly (readonly [string, Profile])[], field: string, kind: string): Modules[] {
  const own = enabled.filter(([, profile]) => profile.get(`${field}-Type`) === kind);
  return own.map(([name, profile], at) => {
    const first = at === 0 ? profile.get(`${field}-Initial`) : undefined;
    return { profile: name, lines: (first ?? profile.get(field) ?? '').split('\n').filter((line) => line !== '') };
  });
}

function filled(template: string, type: string, blocks: readonly (readonly Modules[])[]): string {
  const lines: string[] = [];
  let open: number | null = null;
  let next = 0;
  for (const line of template.replace(/\n$/, '').split('\n')) {
    if (open !== null) {
      if (BLOCKS[open]?.to.test(line) !== true) continue;
      open = null;
    }
    lines.push(line);
    if (BLOCKS[next]?.from.test(line) !== true) continue;
    lines.push(...blockLines(blocks[next] ?? [], type, next === 0));
    open = next;
    next += 1;
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Of a block: `end` in a module's jump is how many modules of the block are still to come, itself included in the first block. */
function blockLines(modules: readonly Modules[], type: string, isPrimary: boolean): string[] {
  const lines = modules.flatMap((one) => one.lines);
  if (lines.length === 0) return isPrimary ? [`${type}\t[default=1]\t\t\tpam_permit.so`] : [];
  return lines.map((line, at) => {
    const [, module = '', options = ''] = /^((?:\[[^\]]+\]|\w+)\s+\S+)\s*(.*)/.exec(line) ?? [];
    const jump = lines.length - at - (isPrimary ? 0 : 1);
    return `${type}\t${module.replaceAll('end', String(jump))} ${options.split(/\s+/).join(' ')}`;
  });
}

function saved([primary = [], additional = []]: readonly (readonly Modules[])[]): string {
  const told = (modules: readonly Modules[]): string =>
    modules
      .filter(({ lines }) => lines.length > 0)
      .map(({ profile, lines }) => `Module: ${profile}\n${lines.join('\n')}\n`)
      .join('');
  return `${primary.length === 0 ? 'Module: null\n[default=1]\t\t\tpam_permit.so\n' : told(primary)}${told(additional)}`;
}

/** Fields, whose further lines are indented. A profile that does not say otherwise is for sessions without a person, too. */
function parseProfile(text: string): Profile {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of text.split('\n')) {
    const [, field, value = ''] = /^(\S+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (field !== undefined) {
      name = field.replace(/-Final$/, '');
      fields.set(name, value);
    } else if (line.trim() !== '') fields.set(name, `${fields.get(name) ?? ''}\n${line.trim()}`.trim());
  }
  if (fields.get('Session-Interactive-Only') === 'yes') return fields;
  const more = ['-Type', '', '-Initial'].flatMap((end): [string, string][] => {
    const value = fields.get(`Session${end}`);
    return value === undefined ? [] : [[`Session-noninteractive${end}`, value]];
  });
  return new Map([...fields, ...more]);
}
