import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Libc } from '@basewright/libcs';
import { type VulnerabilityTable } from '@basewright/upstream';

/** The images that the page tells of, and the libc of each. */
export const DEFAULT_IMAGES: Readonly<Record<string, Libc>> = {
  'busybox-glibc': 'glibc',
  'busybox-musl': 'musl',
  'busybox-uclibc': 'uclibc',
};

/** By image and release: of the symbols that the table names, those that its `.config` has off. */
export type DefaultConfigs = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Written by `tools/write-vulnerabilities-page.ts`, from builds: a `.config` is settled by Kconfig of the release. */
export const CONFIGS = join(__dirname, 'configs.json');

/** Reads what {@link CONFIGS} has. */
export function readDefaultConfigs(): DefaultConfigs {
  return JSON.parse(readFileSync(CONFIGS, 'utf8')) as DefaultConfigs;
}

/** Every symbol that decides a state. */
export function tableSymbols({ vulnerabilities }: VulnerabilityTable): string[] {
  const all = vulnerabilities.flatMap(({ code }) => [
    ...(code?.places ?? []).flatMap(({ symbols }) => symbols.split(/[&|]/)),
    ...(code?.closedBy === undefined ? [] : [code.closedBy]),
  ]);
  return [...new Set(all)].sort();
}

/** What is known, with what the stages configure--amd64 of a workspace say for the release that they were run for. */
export function withBuilds(known: DefaultConfigs, workspace: string, symbols: readonly string[]): DefaultConfigs {
  return Object.fromEntries(
    Object.keys(DEFAULT_IMAGES).map((image) => {
      const stage = join(workspace, 'dist/images', image, 'configure--amd64');
      if (!existsSync(stage)) return [image, known[image] ?? {}];
      const { body } = JSON.parse(readFileSync(join(stage, 'stage.json'), 'utf8')) as { body: { version: string } };
      const config = readFileSync(join(stage, '.config'), 'utf8');
      const off = symbols.filter((symbol) => !config.includes(`\nCONFIG_${symbol}=y\n`));
      return [image, { ...known[image], [body.version]: off }];
    }),
  );
}

/** The text of a `.config` as far as the table asks for it. */
export function configText(symbols: readonly string[], off: readonly string[]): string {
  const lines = symbols.map((name) => (off.includes(name) ? `# CONFIG_${name} is not set` : `CONFIG_${name}=y`));
  return `#\n${lines.join('\n')}\n`;
}
