import { statements } from './statements';

const said = (text: string): string[] => statements(text).map(({ keyword, rest }) => `${keyword}|${rest}`);

describe('statements', () => {
  it('leaves out comments, empty lines and help texts', () => {
    const text = [
      'config A',
      '\tbool "Say # yes"  # not no',
      '\tdefault y',
      '\thelp',
      '\tconfig B is not one:',
      '',
      '\t  if nothing else, it is help',
      '',
      'config C',
      '\tbool',
    ].join('\n');
    expect(said(text)).toEqual(['config|A', 'bool|"Say # yes"', 'default|y', 'config|C', 'bool|']);
  });

  it('ends a help text where the indentation gets smaller', () => {
    expect(said('config A\n  help\n      text\n  depends on B\n')).toEqual(['config|A', 'depends|on B']);
  });

  it('puts continued lines together and counts from 1', () => {
    expect(statements('\ndepends on A || \\\n\tB\nendif')).toEqual([
      { keyword: 'depends', rest: 'on A ||  \tB', line: 2 },
      { keyword: 'endif', rest: '', line: 4 },
    ]);
  });
});
