import { activity, humanBytes, outputIsKept, progress } from './progress';

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [2_650_000, '2.6 MB'],
  [1_000_000_000, '1.0 GB'],
  [5_000_000_000_000, '5000.0 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(humanBytes(bytes)).toBe(text);
});

it('says when something is being done where that may be shown again later, and of results nothing', () => {
  const said: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  activity('fetching busybox 1.38.0');
  outputIsKept();
  activity('fetching busybox 1.38.0');
  progress('12 entries');
  jest.restoreAllMocks();
  expect(said).toEqual([
    'fetching busybox 1.38.0\n',
    expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ fetching busybox 1\.38\.0\n$/),
    '12 entries\n',
  ]);
});
