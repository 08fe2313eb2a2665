import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const FLOORS = ['packages', 'packages/lib', 'packages/stages'];

/**
 * Writes what each published package offers into its api.md, so that a review shows what changes for others; with
 * `--check` compares only, and ends with 1 where one is not as it is written. Reads dist/: build first. (API Extractor
 * 7.60 ends with "Unable to follow symbol" on declarations made of zod's.)
 */
function main(words: readonly string[]): void {
  const isCheck = words.includes('--check');
  const changed = [...apiReports()].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const [path, text] of changed) {
    process.stdout.write(`${relative(ROOT, path)}\n`);
    if (!isCheck) writeFileSync(path, text);
  }
  if (!isCheck || changed.length === 0) return;
  process.stderr.write('these say something else than the packages offer\nhint: npm run api, and look at the change\n');
  process.exitCode = 1;
}

/** The text of each api.md by its absolute path. */
function apiReports(): Map<string, string> {
  const packages = publishedPackages();
  const entries = packages.map((directory) => join(directory, 'dist/index.d.ts'));
  const program = ts.createProgram(entries, { noEmit: true, skipLibCheck: true });
  return new Map(
    packages.map((directory, at) => [join(directory, 'api.md'), reportOf(directory, entries[at] ?? '', program)]),
  );
}

/** Absolute paths. */
function publishedPackages(): string[] {
  return FLOORS.flatMap((floor) =>
    readdirSync(join(ROOT, floor)).flatMap((name) => {
      const directory = join(ROOT, floor, name);
      return existsSync(join(directory, 'package.json')) && manifestOf(directory).private !== true ? [directory] : [];
    }),
  );
}

function manifestOf(directory: string): { readonly name: string; readonly private?: boolean } {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { name: string; private?: boolean };
}

/** What index.d.ts exports, by name, as its declarations have it. */
function reportOf(directory: string, entry: string, program: ts.Program): string {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} is not there: npm run build`);
  const offered = checker.getExportsOfModule(module).map((symbol) => ({
    name: symbol.name,
    text: declarationsOf(isAlias(symbol) ? checker.getAliasedSymbol(symbol) : symbol),
  }));
  const sorted = offered.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text);
  const { name } = manifestOf(directory);
  return [
    `# What ${name} offers`,
    'Made of its declarations by `npm run api`: a change here is one for whoever imports it.',
    `\`\`\`ts\n${sorted.join('\n\n')}\n\`\`\``,
    '',
  ].join('\n\n');
}

function isAlias({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Alias) !== 0;
}

function declarationsOf({ declarations = [] }: ts.Symbol): string {
  const printer = ts.createPrinter({ removeComments: true });
  return declarations
    .map((one) => {
      // `declare const x: T` is a statement with a list of declarations in it.
      const whole = ts.isVariableDeclaration(one) ? one.parent.parent : one;
      return sortedUnions(printer.printNode(ts.EmitHint.Unspecified, whole, one.getSourceFile()));
    })
    .join('\n');
}

/** The compiler writes the members of an inferred union in the order in which it met them, which an incremental build changes. */
function sortedUnions(text: string): string {
  return text
    .replace(
      /(ZodEnum<\{\n)([^{}]*\n)(\s*\}>)/g,
      (_whole, start: string, members: string, end: string) =>
        `${start}${members.trimEnd().split('\n').sort().join('\n')}\n${end}`,
    )
    .replace(/\b\d+(?: \| \d+)+\b/g, (numbers) =>
      numbers
        .split(' | ')
        .sort((a, b) => Number(a) - Number(b))
        .join(' | '),
    );
}

main(process.argv.slice(2));
