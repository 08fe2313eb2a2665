import { baseConfig } from './base-config';
import { KconfigBuilder } from './kconfig/builder';
import { statements } from './kconfig/statements';
import { resolveRequests } from './resolve-requests';
import { refusal, unmetRequests } from './unmet-requests';

const builder = new KconfigBuilder();
for (const statement of statements(`
config LS
	bool "ls"
config COLOR
	bool "ls --color"
	depends on LS && !TINY
config COLOR_DEFAULT
	bool "on by default"
	depends on COLOR
config TINY
	bool "tiny"
config EITHER
	bool "either"
	depends on LS || TAR
config TAR
	bool "tar"
	select GZIP
config GZIP
	bool "gzip"
config PORT
	int "port"
	range 1 LAST_PORT
config LAST_PORT
	int "last"
config NAME
	string "name"
choice
config ASH
	bool "ash"
config HUSH
	bool "hush"
endchoice
config HIDDEN
	bool
`))
  builder.add(statement);
const KCONFIG = builder.finish();

const request = (line: string): { symbol: string; value: string; from: string } => {
  const [symbol = '', value = ''] = line.split('=');
  return { symbol, value, from: 'test' };
};
const values = (...lines: string[]): Map<string, string> =>
  new Map(lines.map(request).map(({ symbol, value }) => [symbol, value]));

const refusals = (got: ReadonlyMap<string, string>, asked: readonly ReturnType<typeof request>[]): string[] =>
  unmetRequests(KCONFIG, got, asked).map(refusal);

describe('refusals', () => {
  it.each([
    ['COLOR=y', ['LS=n', 'TINY=n'], 'depends on LS (is n)'],
    ['COLOR=y', ['LS=n', 'TINY=y'], 'depends on LS (is n); depends on !TINY (TINY is y)'],
    ['COLOR_DEFAULT=y', ['COLOR=n', 'LS=n'], 'depends on COLOR (is n), which depends on LS (is n)'],
    ['EITHER=y', ['LS=n', 'TAR=n'], 'depends on LS || TAR (LS is n, TAR is n)'],
    ['GZIP=n', ['GZIP=y', 'TAR=y'], 'is selected by TAR (is y)'],
    ['ASH=n', ['ASH=y'], 'is what a choice falls back to; ask for one of HUSH instead'],
    ['HIDDEN=y', [], 'has no prompt, so it follows from other symbols and cannot be set'],
    ['PORT=70000', ['PORT=80', 'LAST_PORT=99'], 'it must be within 1..LAST_PORT (LAST_PORT is 99)'],
    ['TINY=y', [], 'Kconfig gives no reason'],
  ])('%s with %j', (asked, got, why) => {
    const [line] = refusals(values(...got), [request(asked)]);
    expect(line).toContain(`: ${why} (test)`);
    expect(line).toMatch(/^CONFIG_\w+: asked \S+, got \S+: /);
  });

  it('has nothing to say where the request holds', () => {
    expect(refusals(values('LS=y', 'PORT=80'), [request('LS=y'), request('PORT=80')])).toEqual([]);
    expect(refusals(values(), [request('LS=n')])).toEqual([]);
  });
});

describe('settleRequests', () => {
  const resolved = (...lines: string[]): string[] =>
    resolveRequests(KCONFIG, lines.map(request)).requests.map(({ symbol, value }) => `${symbol}=${value}`);

  it('lets the later request win, in a choice too', () => {
    expect(resolved('LS=y', 'TAR=y', 'LS=n')).toEqual(['TAR=y', 'LS=n']);
    expect(resolved('ASH=y', 'HUSH=y')).toEqual(['HUSH=y']);
    expect(resolved('ASH=n', 'HUSH=y')).toEqual(['ASH=n', 'HUSH=y']);
  });

  it.each([
    ['COLOUR=y', 'CONFIG_COLOUR: there is no such symbol (did you mean "COLOR"?) (test)'],
    ['ZZZZZZZZ=y', 'CONFIG_ZZZZZZZZ: there is no such symbol (test)'],
    ['LS=m', 'CONFIG_LS: asked "m", but its values are y and n (test)'],
    ['PORT=y', 'CONFIG_PORT: asked "y", but its values are whole numbers (test)'],
  ])('reports %s', (line, problem) => {
    expect(resolveRequests(KCONFIG, [request(line)])).toEqual({ requests: [], problems: [problem] });
  });
});

it('writes a seed that conf reads, with one member of a choice at most', () => {
  const requests = ['HUSH=y', 'NAME=a "b"', 'TINY=n', 'PORT=8080'].map(request);
  expect(baseConfig(KCONFIG, values('LS=y', 'ASH=y'), requests)).toBe(
    [
      'CONFIG_LS=y',
      '# CONFIG_TINY is not set',
      'CONFIG_PORT=8080',
      'CONFIG_NAME="a \\"b\\""',
      'CONFIG_HUSH=y',
      '',
    ].join('\n'),
  );
});
