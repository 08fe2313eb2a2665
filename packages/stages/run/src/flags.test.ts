import { flagsAmong, leadingFlags } from './flags';

describe('leadingFlags', () => {
  it.each([
    ['nothing', [], {}, []],
    ['a command', ['ls', '-la', '--color=never'], {}, ['ls', '-la', '--color=never']],
    [
      'every spelling',
      ['--env=A=1', '--env', 'B=2', '-eC=3', '-e', 'D=4', '-e=E=5', 'env'],
      { env: ['A=1', 'B=2', 'C=3', 'D=4', 'E=5'] },
      ['env'],
    ],
    ['an end that is said', ['-u', '5', '--', '--odd'], { user: ['5'] }, ['--odd']],
    ['an empty value', ['--entrypoint=', 'ls'], { entrypoint: [''] }, ['ls']],
    ['a value with a line break', ['--env=A=1\n2', 'env'], { env: ['A=1\n2'] }, ['env']],
    [
      'short ones',
      ['-v', '.:/a', '-w', '/a', 'sh', '-c', '-u'],
      { volume: ['.:/a'], workdir: ['/a'] },
      ['sh', '-c', '-u'],
    ],
  ] as const)('takes %s', (_what, words, flags, rest) => {
    expect(leadingFlags(words)).toEqual({ flags, rest, problems: [] });
  });

  it.each([
    [['--volum=.:/a', 'ls'], '--volum=.:/a is no option of run (did you mean "volume"?)'],
    [['--rm', 'ls'], '--rm is no option of run'],
    [['-it', 'sh'], '-it is no option of run'],
    [['--user'], '--user has no value'],
  ])('%j: %s', (words, problem) => {
    expect(leadingFlags(words).problems).toEqual([problem]);
  });
});

describe('flagsAmong', () => {
  it("leaves Nx's own words alone, and finds ours between them", () => {
    const words = [
      'run',
      'coral:run',
      '--verbose',
      '-c',
      'production',
      '--user=5',
      '--outputStyle',
      'static',
      '-e',
      'A=1',
    ];
    expect(flagsAmong(words)).toEqual({
      flags: { user: ['5'], env: ['A=1'] },
      rest: ['run', 'coral:run', '--verbose', '-c', 'production', '--outputStyle', 'static'],
      problems: [],
    });
  });

  it('takes what is nearly a flag for a mistake, since Nx would forget it', () => {
    expect(flagsAmong(['run', 'coral:run', '--plattform=linux/arm64']).problems).toEqual([
      '--plattform=linux/arm64 is no option of run (did you mean "platform"?)',
    ]);
  });
});
