import { readAsked } from './asked';

it('takes what is after -- for the command, word by word', () => {
  const after = ['ls', '-la', '--color=never', '', '$HOME', "it's", '--user', '7'];
  expect(readAsked({ before: ['run', 'coral:run', '--user=5'], after }, {})).toEqual({
    flags: { user: ['5'] },
    command: after,
  });
});

it('reads flags before the command where there is no --', () => {
  expect(readAsked({ before: null, after: ['--user=5', 'id', '-u'] }, {})).toEqual({
    flags: { user: ['5'] },
    command: ['id', '-u'],
  });
});

it("adds to lists of the target's options, and replaces its single values by standing after them", () => {
  const configured = { volume: '.:/a', env: ['A=1'], user: '1', name: 'coral', command: 'no flag' };
  expect(readAsked({ before: ['--env=A=2', '--user=2', '--volume=.:/b'], after: [] }, configured).flags).toEqual({
    volume: ['.:/a', '.:/b'],
    env: ['A=1', 'A=2'],
    user: ['1', '2'],
  });
});

it('reports every mistake at once', () => {
  expect(() => readAsked({ before: ['--usr=5', '--env'], after: [] }, { workdir: 3 })).toThrow(
    'cannot run that: option workdir of the target is not a text or a list of texts; --usr=5 is no option of run (did you mean "user"?); --env has no value',
  );
});
