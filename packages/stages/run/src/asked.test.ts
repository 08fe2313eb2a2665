import { readAsked } from './asked';

const written = { flags: {}, rest: [], problems: [] };

it("adds to lists of the target's options, and replaces its single values by standing after them", () => {
  const configured = { volume: '.:/a', env: ['A=1'], user: '1', init: true, name: 'coral', command: 'no flag' };
  const flags = { env: ['A=2'], user: ['2'], volume: ['.:/b'] };
  expect(readAsked({ ...written, flags, rest: ['ls'] }, configured)).toEqual({
    flags: { volume: ['.:/a', '.:/b'], env: ['A=1', 'A=2'], user: ['1', '2'], init: ['true'] },
    command: ['ls'],
  });
});

it('reports every mistake at once', () => {
  const problems = ['--usr=5 is no option of run', '--env has no value'];
  expect(() => readAsked({ ...written, problems }, { workdir: 3, user: true })).toThrow(
    'cannot run that: option user of the target is not a text or a list of texts; option workdir of the target is not a text or a list of texts; --usr=5 is no option of run; --env has no value',
  );
});
