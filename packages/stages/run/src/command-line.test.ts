import { wordsOfNx, wordsOfRun } from './command-line';

describe('nx run IMAGE:run', () => {
  it('has the command after --, word by word', () => {
    const after = ['ls', '-la', '--color=never', '', '$HOME', "it's", '--user', '7'];
    expect(wordsOfNx({ before: ['run', 'coral:run', '--user=5'], after })).toMatchObject({
      flags: { user: ['5'] },
      rest: after,
    });
  });

  it('has flags before the command where there is no --', () => {
    expect(wordsOfNx({ before: null, after: ['--user=5', 'id', '-u'] })).toEqual({
      flags: { user: ['5'] },
      rest: ['id', '-u'],
      problems: [],
    });
  });
});

describe('basewright run', () => {
  it.each([
    ['the image alone', ['coral'], 'coral', {}, []],
    ['a command', ['coral', 'ls', '-la'], 'coral', {}, ['ls', '-la']],
    ['a command after --', ['coral', '--', '--help', '-v'], 'coral', {}, ['--help', '-v']],
    [
      'options as docker has them',
      ['--user=5', '-e', 'A=1', 'coral', 'id'],
      'coral',
      { user: ['5'], env: ['A=1'] },
      ['id'],
    ],
    ['options behind the image', ['coral', '--user', '5', '--', 'id', '-u'], 'coral', { user: ['5'] }, ['id', '-u']],
    ['both', ['-eA=1', 'coral', '-eB=2', 'env'], 'coral', { env: ['A=1', 'B=2'] }, ['env']],
    ['an option without a value', ['--init', 'coral', 'ls'], 'coral', { init: ['true'] }, ['ls']],
    ['nothing', [], undefined, {}, []],
  ] as const)('takes %s', (_what, words, image, flags, rest) => {
    expect(wordsOfRun(words)).toEqual({ image, taken: { flags, rest, problems: [] } });
  });

  it('finds every mistake', () => {
    expect(wordsOfRun(['--usr=5', 'coral', '--plattform=x', 'ls']).taken.problems).toEqual([
      '--usr=5 is no option of run (did you mean "user"?)',
      '--plattform=x is no option of run (did you mean "platform"?)',
    ]);
  });
});
