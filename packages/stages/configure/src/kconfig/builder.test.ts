import { KconfigBuilder } from './builder';
import { formatExpression } from './expression';
import { type Kconfig } from './model';
import { statements } from './statements';

function built(text: string): Kconfig {
  const builder = new KconfigBuilder();
  for (const statement of statements(text)) builder.add(statement);
  return builder.finish();
}

const requires = (kconfig: Kconfig, name: string): string => {
  const symbol = kconfig.get(name);
  return symbol === undefined ? 'missing' : formatExpression(symbol.requires);
};

describe('KconfigBuilder', () => {
  it('reads types, prompts, ranges and selects', () => {
    const kconfig = built(`
config A
	bool "Has a prompt" if X
	select B
	select C if D && E
config N
	int "Number"
	range 1 LAST
config S
	string
	prompt "Text"
config HIDDEN
	bool
	default y
`);
    expect(kconfig.get('A')).toMatchObject({ type: 'bool', settable: true });
    expect(requires(kconfig, 'A')).toBe('X');
    expect(kconfig.get('A')?.selects.map((one) => [one.symbol, formatExpression(one.condition)])).toEqual([
      ['B', 'y'],
      ['C', 'D && E'],
    ]);
    expect(kconfig.get('N')).toMatchObject({ type: 'int', range: ['1', 'LAST'] });
    expect(kconfig.get('S')).toMatchObject({ type: 'string', settable: true });
    expect(kconfig.get('HIDDEN')).toMatchObject({ settable: false });
  });

  it('puts every block around a symbol before its own dependency', () => {
    const kconfig = built(`
menu "M"
	depends on IN_MENU
comment "not a block"
	depends on NOTHING
if IN_IF || ELSE
config A
	bool "a"
	depends on OWN
endif
config B
	bool "b"
endmenu
config C
	bool "c"
`);
    expect(requires(kconfig, 'A')).toBe('IN_MENU && (IN_IF || ELSE) && OWN');
    expect(requires(kconfig, 'B')).toBe('IN_MENU');
    expect(requires(kconfig, 'C')).toBe('y');
  });

  it('numbers choices and keeps their dependency', () => {
    const kconfig = built(`
choice
	prompt "Which"
	depends on X
	default ONE
config ONE
	bool "1"
config TWO
	bool "2"
endchoice
choice
config THREE
	bool "3"
endchoice
`);
    expect([...kconfig.values()].map(({ name, choice }) => [name, choice])).toEqual([
      ['ONE', 0],
      ['TWO', 0],
      ['THREE', 1],
    ]);
    expect(requires(kconfig, 'TWO')).toBe('X');
  });

  it('lets a symbol be set where either of two definitions can', () => {
    const kconfig = built('config A\n\tbool "a"\n\tdepends on X\nconfig A\n\tbool "again"\n\tdepends on Y\n');
    expect(requires(kconfig, 'A')).toBe('X || Y');
  });

  it.each(['endif', 'menu "M"\nendif', 'menu "M"', 'if A &&\nendif'])('refuses %j', (text) => {
    expect(() => built(text)).toThrow();
  });
});
