import { posix } from 'node:path';

import { BasewrightError, resolvePath } from '@basewright/core';
import { type TreeNode } from '@basewright/oci';
import { findProgram, startOf, type TreeEntry } from '@basewright/tree';
import fc from 'fast-check';

import { type KeptFact } from './base-entries';
import { readFileKinds } from './file-kinds';
import { type DistrolessPlan, planDistroless, wholeTree } from './plan-distroless';
import { isDistributions } from './removal-rules';

type Node = TreeNode<KeptFact>;

const DIRECTORIES = ['/bin', '/etc', '/opt', '/usr', '/usr/bin', '/usr/local', '/usr/local/bin'];
const owned = { uid: 0, gid: 0, layer: 0, inode: null };
const contentOf = (text: string): KeptFact => ({ content: { bytes: Buffer.from(text, 'latin1') } });
/** One content for all of BusyBox's names: hard links. */
const BUSYBOX = contentOf('\x7fELF BusyBox v1.38.0');

const name = fc.constantFrom('app', 'busybox', 'env', 'ls', 'sh', 'start', 'tool');
const path = fc.tuple(fc.constantFrom(...DIRECTORIES), name).map((parts) => parts.join('/'));
const fact = fc.oneof(
  fc.constant(BUSYBOX),
  fc.constantFrom('\x7fELF', '#!/bin/sh\n', '#!/usr/bin/env start\n', '#!/opt/tool -x\n', 'text').map(contentOf),
);
const file = fact.map((one): Node => ({ ...owned, type: 'file', mode: 0o755, fact: one }));
const target = fc.oneof(
  path,
  name,
  path.map((one) => `../..${one}`),
);
const link = target.map((to): Node => ({ ...owned, type: 'symlink', mode: 0o777, target: to }));

const base = fc
  .uniqueArray(fc.tuple(path, fc.oneof(file, link)), { selector: ([one]) => one, maxLength: 14 })
  .map((nodes) => {
    const directories = ['/', ...DIRECTORIES].map((one): [string, Node] => [
      one,
      { ...owned, type: 'directory', mode: 0o755 },
    ]);
    return new Map([...directories, ...nodes]);
  });

async function planOf(tree: Map<string, Node>, withoutFiles: readonly string[]): Promise<DistrolessPlan | null> {
  const entries = wholeTree(tree, []);
  const start = startOf({}, { cmd: ['/none'] });
  try {
    return planDistroless({
      name: 'x',
      entries,
      fileKinds: await readFileKinds(entries),
      withoutFiles,
      users: [],
      start,
    });
  } catch (thrown) {
    if (thrown instanceof BasewrightError) return null;
    throw thrown;
  }
}

it('leaves nothing that leads to, is another name of, or is run by what it removed', async () => {
  let [made, removing] = [0, 0];
  await fc.assert(
    fc.asyncProperty(base, fc.option(path), async (tree, without) => {
      const plan = await planOf(tree, without !== null && tree.has(without) ? [without] : []);
      if (plan === null) return;
      made++;
      const before = new Map(wholeTree(tree, []).map((entry): [string, TreeEntry] => [entry.path, entry]));
      const left = new Map(plan.entries.map((entry) => [entry.path, entry]));
      const gone = new Set(plan.removed.map((one) => one.path));
      if (gone.size > 0) removing++;
      const fileKinds = await readFileKinds(plan.entries);
      for (const entry of left.values()) {
        expect(gone.has(entry.path)).toBe(false);
        expect(entry.path === '/' || left.get(posix.dirname(entry.path))?.type === 'directory').toBe(true);
        if (entry.type === 'symlink') expect(gone).not.toContain(resolvePath(before, entry.path));
        if (entry.type === 'hardlink') expect(left.get(entry.target)?.type).toBe('file');
        expect(fileKinds.get(entry.path)?.isBusyBox ?? false).toBe(false);
        const runners = (fileKinds.get(entry.path)?.runBy ?? []).map(
          (word) => findProgram(word, before, { path: '/usr/local/bin:/usr/bin:/bin', directory: '/' }).path ?? '',
        );
        expect(runners.filter((runner) => gone.has(runner))).toEqual([]);
      }
      // Scripts of others than the distribution are no reason to remove: such an image is refused.
      const scripts = plan.removed.filter(({ kind }) => kind === 'a script');
      expect(scripts.filter((one) => !isDistributions(one.path))).toEqual([]);
    }),
    { seed: 15, numRuns: 400 },
  );
  expect(made).toBeGreaterThan(100);
  expect(removing).toBeGreaterThan(100);
});
