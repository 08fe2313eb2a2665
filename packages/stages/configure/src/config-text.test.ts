import { parseConfig } from './config-text';

describe('parseConfig', () => {
  it('reads every form of a setting', () => {
    const { settings, mistakes } = parseConfig(
      [
        '# a comment',
        'CONFIG_A=y',
        '# CONFIG_B is not set',
        'CONFIG_N=0',
        'CONFIG_S="say \\"hi\\" \\\\ there"',
        'CONFIG_E=""',
        '  CONFIG_C=n  ',
        'CONFIG_W=y\r',
      ].join('\n'),
    );
    expect(settings.map(({ symbol, value, line }) => `${line} ${symbol}=${value}`)).toEqual([
      '2 A=y',
      '3 B=n',
      '4 N=0',
      '5 S=say "hi" \\ there',
      '6 E=',
      '7 C=n',
      '8 W=y',
    ]);
    expect(mistakes).toEqual([]);
  });

  // Upstream's conf compares "is not set" and no more: conf_read_simple in scripts/kconfig/confdata.c.
  it.each(['# CONFIG_AWK is not set (we have gawk)', '# CONFIG_AWK is not set -- nobody uses it'])(
    'takes %j for off, as conf does',
    (text) => {
      expect(parseConfig(text)).toEqual({ settings: [{ symbol: 'AWK', value: 'n', line: 1 }], mistakes: [] });
    },
  );

  it.each(['# CONFIG_AWK was not set', '# CONFIG_AWK', '# see CONFIG_AWK is not set'])(
    'takes %j for a comment',
    (text) => {
      expect(parseConfig(text)).toEqual({ settings: [], mistakes: [] });
    },
  );

  it.each(['A=y', 'CONFIG_A', 'CONFIG_A=', 'CONFIG_S="open', 'CONFIG_S="a" b', 'CONFIG_A=y # why'])(
    'reports %j',
    (text) => {
      expect(parseConfig(`\n${text}\n`)).toEqual({ settings: [], mistakes: [{ line: 2, text }] });
    },
  );
});
