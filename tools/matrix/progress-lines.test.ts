import { clock, shownLine, taskBegun } from './progress-lines';

const progress = { begun: 7, tasks: 138, seconds: 65 };

it.each([
  ['> nx run busybox-musl:compile--arm-v7', '   1:05 [  7/138]  busybox-musl    compile          arm-v7'],
  ['> nx run busybox-musl:publish', '   1:05 [  7/138]  busybox-musl    publish          all platforms'],
  [
    '> nx run busybox-glibc:toolchain--386  [local cache]',
    '   1:05 [  7/138]  busybox-glibc   toolchain        386 (cached)',
  ],
  ['busybox-musl: fetching 2 Debian packages', '                   busybox-musl: fetching 2 Debian packages'],
])('shows %j', (line, shown) => {
  expect(shownLine(line, progress)).toBe(shown);
});

it.each(['', '  ', "(node:1) Warning: The 'NO_COLOR' env is ignored due to the 'FORCE_COLOR' env being set."])(
  'leaves out %j',
  (line) => {
    expect(shownLine(line, progress)).toBeNull();
  },
);

it('knows what came from the cache', () => {
  expect(taskBegun('> nx run a:b--c  [existing outputs match the cache, left as is]')).toEqual({
    project: 'a',
    target: 'b--c',
    cached: true,
  });
  expect(taskBegun('> nx running')).toBeNull();
});

it.each([
  [5, '0:05'],
  [725.9, '12:05'],
  [3725, '1:02:05'],
])('spells %d seconds %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});
