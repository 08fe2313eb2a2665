import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { inTemporaryDirectory } from '@basewright/testing';

import { withLock } from './lock';

it('lets one in at a time, in whatever order, and out when one fails', () =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'deep/lock');
    let inside = 0;
    const most: number[] = [];
    const enter = async (fails: boolean): Promise<void> => {
      most.push(++inside);
      await setTimeout(30);
      inside--;
      if (fails) throw new Error('stopped');
    };
    const all = await Promise.allSettled([true, false, false].map((fails) => withLock({ path }, () => enter(fails))));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(most).toEqual([1, 1, 1]);
  }));

it('says so once while it waits, and nothing when it need not', () =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'lock');
    const waits: string[] = [];
    const held = withLock({ path, onWait: () => waits.push('first') }, () => setTimeout(1600));
    await setTimeout(200);
    await withLock({ path, onWait: () => waits.push('second') }, () => Promise.resolve());
    await held;
    expect(waits).toEqual(['second']);
  }));

it('waits no more when told so', () =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'lock');
    await withLock({ path }, async () => {
      const signal = AbortSignal.timeout(100);
      await expect(withLock({ path, signal }, () => Promise.resolve())).rejects.toThrow(`cannot lock ${path}`);
    });
  }));

it('is free again when its holder was killed', () =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'lock');
    const script = `require('@swc-node/register'); require(process.argv[1]).withLock({ path: process.argv[2] },
      () => { process.stdout.write('held'); return new Promise(() => setInterval(() => {}, 1000)); });`;
    const args = ['-e', script, join(__dirname, 'lock.ts'), path];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const free = withLock({ path }, () => Promise.resolve('free'));
    expect(await Promise.race([free, setTimeout(300, 'held')])).toBe('held');
    holder.kill('SIGKILL');
    expect(await free).toBe('free');
  }));
