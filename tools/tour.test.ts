import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '../docs');
const page = readFileSync(join(DOCS, 'tour.md'), 'utf8');
const steps = [...page.matchAll(/`(\w+)` in \[([\w.-]+)\]\((\S+)\)/g)].map(([, name = '', label = '', path = '']) => {
  return { name, label, path };
});

it('names what to open at each step', () => {
  expect(steps.length).toBeGreaterThan(25);
});

it.each(steps)('$name is in $path', ({ name, label, path }) => {
  const file = join(DOCS, path);
  expect(existsSync(file) ? '' : path).toBe('');
  expect(path.endsWith(`/${label}`)).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^export (async )?(function\\*?|const) ${name}\\b`, 'm'));
});
