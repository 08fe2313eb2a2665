import { jobs } from './jobs';

describe('jobs', () => {
  it.each([
    [undefined, 8, 8],
    ['2', 8, 4],
    ['3', 8, 2],
    ['9', 4, 1],
    ['50%', 4, 4],
    ['0', 4, 4],
  ])('with NX_PARALLEL=%s on %i processors is %i', (tasks, processors, expected) => {
    expect(jobs(tasks === undefined ? {} : { NX_PARALLEL: tasks }, processors)).toBe(expected);
  });
});
