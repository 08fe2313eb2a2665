import { humanBytes, log, outputIsKept } from './log';

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
  log.doing('fetching busybox 1.38.0');
  outputIsKept();
  log.doing('fetching busybox 1.38.0');
  log.info('12 entries');
  jest.restoreAllMocks();
  expect(said).toEqual([
    'fetching busybox 1.38.0\n',
    expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ fetching busybox 1\.38\.0\n$/),
    '12 entries\n',
  ]);
});

it('says what helps to find a fault only to who asks for it', () => {
  const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const before = process.env['NX_VERBOSE_LOGGING'];
  for (const verbose of ['false', 'true']) {
    process.env['NX_VERBOSE_LOGGING'] = verbose;
    log.debug(`verbose is ${verbose}`);
    log.warn('the store is full');
  }
  if (before === undefined) delete process.env['NX_VERBOSE_LOGGING'];
  else process.env['NX_VERBOSE_LOGGING'] = before;
  const lines = said.mock.calls.map(([line]) => String(line));
  said.mockRestore();
  expect(lines).toEqual([
    'warning: the store is full\n',
    expect.stringMatching(/verbose is true\n$/),
    'warning: the store is full\n',
  ]);
});
