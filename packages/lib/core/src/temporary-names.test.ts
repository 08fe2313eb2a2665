import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { inTemporaryDirectory, runCommand, start, until } from '@basewright/testing';

import { beginOf, clearAbandoned, ownedName, temporaryBeside } from './temporary-names';

it('is hidden, in the same directory and another each time', () => {
  const names = [temporaryBeside('/a/b'), temporaryBeside('/a/b')];
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^\/a\/\.b\.[0-9a-f]{8}-\d+-\d+-[0-9a-f]{8}\.tmp$/);
});

/** Names that another process gives, while `during` runs and after it was killed. */
async function withNamesOfAnother(during: (names: string[]) => Promise<void>): Promise<string[]> {
  const child = start(runCommand(join(__dirname, '../test/run-owned-names.ts')));
  const [text] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const names = text.toString().trim().split('\n');
  await during(names);
  child.kill('SIGKILL');
  await once(child, 'close');
  return names;
}

it(
  'removes what a killed process left, and nothing that a living one holds',
  () =>
    inTemporaryDirectory(async (directory) => {
      const own = [ownedName(), basename(temporaryBeside('/a/b')), `basewright-tree-${ownedName()}`];
      for (const name of [...own, 'other', '.hidden']) await mkdir(join(directory, name, 'x'), { recursive: true });
      const left = [...own, 'other', '.hidden'].sort();
      const names = await withNamesOfAnother(async (living) => {
        for (const name of living) await mkdir(join(directory, name, 'x'), { recursive: true });
        await clearAbandoned(directory);
        expect((await readdir(directory)).sort()).toEqual([...left, ...living].sort());
      });
      expect(names).toHaveLength(2);
      await clearAbandoned(directory, 'basewright-');
      expect(await readdir(directory)).toHaveLength(left.length + names.length);
      await clearAbandoned(directory);
      expect((await readdir(directory)).sort()).toEqual(left);
    }),
  60_000,
);

it.each([
  `.abc.12345678-${process.pid}-1-12345678.tmp`,
  '.abc.4242-1234abcd.tmp',
  '.download-AbCd12',
  'basewright-tree-AbCd12',
])('keeps %s, whose owner cannot be asked, for a day', (name) =>
  inTemporaryDirectory(async (directory) => {
    await mkdir(join(directory, name));
    await clearAbandoned(directory);
    expect(await readdir(directory)).toEqual([name]);
    const longAgo = Date.now() / 1000 - 25 * 3600;
    await utimes(join(directory, name), longAgo, longAgo);
    await clearAbandoned(directory);
    expect(await readdir(directory)).toEqual([]);
  }),
);

it('takes a process that has ended for none, though nobody has asked how it ended', async () => {
  // The shell that would ask becomes another program.
  const parent = start(['sh', '-c', 'sleep 0 & echo $!; exec sleep 30']);
  const [text] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  const pid = Number(text.toString());
  await until('the process has ended', () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
  expect(beginOf(pid)).toBeUndefined();
  expect(beginOf(process.pid)).toMatch(/^\d+$/);
  parent.kill('SIGKILL');
  await once(parent, 'close');
});
