import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { sourceInputs } from './source-inputs';

const root = mkdtempSync(join(tmpdir(), 'basewright-sources-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const at = (path: string): string => join(root, path);
function link(path: string, target: string): void {
  rmSync(at(path), { force: true });
  symlinkSync(target, at(path));
}
function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** What Nx would hash. */
function stateOf(...sources: string[]): string {
  const input = sourceInputs(sources).at(-1) as { readonly runtime: string };
  return execFileSync('sh', ['-c', input.runtime], { cwd: root, encoding: 'utf8' });
}

beforeEach(() => {
  rmSync(at('tree'), { recursive: true, force: true });
  write('tree/file', 'one');
  write("tree/it's a \n name", 'two');
  mkdirSync(at('tree/empty'));
  mkdirSync(at('tree/other'));
  symlinkSync('nowhere', at('tree/dangling'));
  symlinkSync('empty', at('tree/link'));
});

it.each<[string, () => void]>([
  [
    'bytes',
    () => {
      write('tree/file', 'eno');
    },
  ],
  [
    'a file more',
    () => {
      write('tree/empty/more', '');
    },
  ],
  [
    'an empty directory more',
    () => {
      mkdirSync(at('tree/new'));
    },
  ],
  [
    'an empty directory less',
    () => {
      rmSync(at('tree/empty'), { recursive: true });
    },
  ],
  [
    'the permission to execute it',
    () => {
      chmodSync(at('tree/file'), 0o755);
    },
  ],
  [
    'a dangling link less',
    () => {
      rmSync(at('tree/dangling'));
    },
  ],
  [
    'where a link to a directory leads',
    () => {
      link('tree/link', 'other');
    },
  ],
  [
    'a link in the place of a file',
    () => {
      link('tree/file', 'other');
    },
  ],
  [
    'a name',
    () => {
      renameSync(at('tree/file'), at('tree/elif'));
    },
  ],
  [
    'a name with odd characters',
    () => {
      renameSync(at("tree/it's a \n name"), at("tree/it's a  name"));
    },
  ],
  [
    'all of it less',
    () => {
      rmSync(at('tree'), { recursive: true });
    },
  ],
])('changes with %s', (_what, change) => {
  const before = stateOf('tree');
  expect(stateOf('tree')).toBe(before);
  change();
  expect(stateOf('tree')).not.toBe(before);
});

it('is the same whatever the umask was, and whenever it was written', () => {
  const before = stateOf('tree');
  chmodSync(at('tree/file'), 0o600);
  chmodSync(at('tree/empty'), 0o700);
  utimesSync(at('tree/file'), 1, 1);
  expect(stateOf('tree')).toBe(before);
});

it('changes with what a pattern matches, and with no other file beside', () => {
  const pattern = 'tree/*.patch';
  const before = stateOf(pattern);
  write('tree/readme', '');
  expect(stateOf(pattern)).toBe(before);
  write('tree/a.patch', '');
  const one = stateOf(pattern);
  expect(one).not.toBe(before);
  write('tree/a.patch', 'other');
  expect(stateOf(pattern)).not.toBe(one);
});

it('takes a path for nothing but a path', () => {
  write('tree/$(touch gone); `touch gone`', 'x');
  const before = stateOf('tree/$(touch gone); `touch gone`', '-rf', "it's");
  write('tree/$(touch gone); `touch gone`', 'y');
  expect(stateOf('tree/$(touch gone); `touch gone`', '-rf', "it's")).not.toBe(before);
  expect(() => {
    rmSync(at('gone'));
  }).toThrow('ENOENT');
});

it('asks for nothing where nothing is read', () => {
  expect(sourceInputs([])).toEqual([]);
});
