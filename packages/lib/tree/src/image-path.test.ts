import { byCodeUnit, imagePath, parentsOf, pathProblem } from './image-path';

describe('pathProblem', () => {
  it.each(['/', '/bin', '/usr/bin/[', '/etc/', '/a..b/..c', '/ü'])('takes %j', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });

  it.each([
    ['bin/sh', 'it does not start with "/"'],
    ['', 'it does not start with "/"'],
    ['/bin/../etc', 'it holds ".."'],
    ['/..', 'it holds ".."'],
    ['/bin/\0sh', 'it holds a NUL character'],
    ['/bin/a\nb', 'it holds a control character or bytes that are not UTF-8'],
    ['/bin/\ufffd', 'it holds a control character or bytes that are not UTF-8'],
    ['/bin//sh', 'it holds an empty name or "."'],
    ['//', 'it holds an empty name or "."'],
    ['/./bin', 'it holds an empty name or "."'],
  ])('refuses %j', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
  });
});

describe('imagePath', () => {
  it('has one spelling for each path', () => {
    const problems: string[] = [];
    expect(['/', '/etc/', '/etc'].map((path) => imagePath(path, 'x', (each) => problems.push(each)))).toEqual([
      '/',
      '/etc',
      '/etc',
    ]);
    expect(problems).toEqual([]);
  });

  it('names who wrote a bad one', () => {
    const problems: string[] = [];
    expect(imagePath('etc', 'links["etc"]', (each) => problems.push(each))).toBeNull();
    expect(problems).toEqual(['links["etc"]: "etc" is not a path in the image: it does not start with "/"']);
  });
});

it('gives the directories above a path, the root first', () => {
  expect(parentsOf('/a/b/c')).toEqual(['/', '/a', '/a/b']);
  expect(parentsOf('/a')).toEqual(['/']);
  expect(parentsOf('/')).toEqual([]);
});

it('sorts each directory before what is in it, by code unit', () => {
  const paths = ['/usr/bin/[', '/usr/bin-x', '/a', '/usr', '/usr/bin', '/', '/B', '/usr/bin/A'];
  expect(paths.sort(byCodeUnit)).toEqual([
    '/',
    '/B',
    '/a',
    '/usr',
    '/usr/bin',
    '/usr/bin-x',
    '/usr/bin/A',
    '/usr/bin/[',
  ]);
});
