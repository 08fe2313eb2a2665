import { readVolume } from './volume';

it.each([
  ['/a:/b', { from: '/a', to: '/b', writable: true }],
  ['.:/work', { from: '/here', to: '/work', writable: true }],
  ['./x:/b:ro', { from: '/here/x', to: '/b', writable: false }],
  ['../x:/b/:rw', { from: '/x', to: '/b/', writable: true }],
  ['/data', { from: null, to: '/data', writable: true }],
])('%s', (written, volume) => {
  expect(readVolume(written, '/here')).toEqual(volume);
});

it.each([
  [
    'cache:/b',
    '--volume cache:/b: "cache" is no path (named volumes do not exist here; write ./cache for a directory)',
  ],
  ['/a:b', '--volume /a:b: "b" is no absolute path in the image'],
  ['b', '--volume b: "b" is no absolute path in the image'],
  ['/a:/b:rx', '--volume /a:/b:rx: "rx" is neither ro nor rw'],
  ['/a:/b:ro:z', '--volume /a:/b:ro:z: more than host:inside:ro'],
])('%s is a mistake', (written, problem) => {
  expect(readVolume(written, '/here')).toBe(problem);
});
