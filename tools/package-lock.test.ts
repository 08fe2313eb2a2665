import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(path.join(__dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};

/**
 * npm leaves the binaries of other platforms out of the lock when it has not found them on the
 * registry, and `npm ci` then refuses the lock on every machine, this one included.
 */
test('package-lock.json has every optional dependency of every package', () => {
  const missing = Object.entries(packages).flatMap(([of, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${of}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('package-lock.json names no registry', () => {
  const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);
  expect(resolved.filter((where) => where.includes('://'))).toEqual([]);
});
