import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { openStore } from '@basewright/core';

import { jobSlots, mostJobs, withJobSlots } from './job-slots';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'basewright-slots-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A build that runs until it is told to end, and how many slots it has. */
function startBuild() {
  const build = { slots: 0, end: (): void => undefined, done: Promise.resolve() };
  const ended = new Promise<void>((resolve) => (build.end = resolve));
  const onSlot = (): void => {
    build.slots++;
  };
  build.done = withJobSlots({ store: openStore({ BASEWRIGHT_STORE: home }), onSlot }, () => {
    build.slots++;
    return ended;
  });
  return build;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await setTimeout(50);
  expect(condition()).toBe(true);
}

it('gives a lone build a slot per processor, and two builds no more than there are', async () => {
  const one = startBuild();
  await until(() => one.slots === mostJobs());
  const two = startBuild();
  await until(() => two.slots === jobSlots() - mostJobs());
  await setTimeout(300);
  expect([one.slots, two.slots]).toEqual([mostJobs(), jobSlots() - mostJobs()]);
  one.end();
  await one.done;
  await until(() => two.slots === mostJobs());
  two.end();
  await two.done;
});

it('lets go of its slots when the build fails', async () => {
  const store = openStore({ BASEWRIGHT_STORE: home });
  const failing = withJobSlots({ store, onSlot: () => undefined }, () => Promise.reject(new Error('stopped')));
  await expect(failing).rejects.toThrow('stopped');
  const next = startBuild();
  await until(() => next.slots === mostJobs());
  next.end();
  await next.done;
});
