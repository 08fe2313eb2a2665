import { humanBytes, log, outputIsKept, sayProgress } from './log';

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

describe('progress', () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    jest.useFakeTimers();
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
  const go = (isTTY: boolean, milliseconds: readonly number[]): void => {
    const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
    Object.assign(process.stdout, { isTTY, columns: 12 });
    const progress = sayProgress();
    for (const time of milliseconds) {
      jest.advanceTimersByTime(time);
      progress(`compiling: ${time}`);
    }
    log.info('done');
    Object.assign(process.stdout, before);
  };

  it('is one line on a terminal, cut to its width, which the next line replaces', () => {
    go(true, [100, 150, 199, 1, 300]);
    const clear = '\r\x1b[K';
    expect(said).toEqual([`${clear}compiling: `, `${clear}compiling: `, `${clear}compiling: `, `${clear}done\n`]);
  });

  it('is a line each ten seconds elsewhere', () => {
    go(false, [9999, 1, 9999, 12_000]);
    expect(said).toEqual(['compiling: 1\n', 'compiling: 12000\n', 'done\n']);
  });
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
