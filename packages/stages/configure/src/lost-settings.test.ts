import { checkedBase } from './base-values';
import { parseConfig } from './config-text';
import { KconfigBuilder } from './kconfig/builder';
import { statements } from './kconfig/statements';
import { keptSettings, lostText } from './lost-settings';

const builder = new KconfigBuilder();
for (const statement of statements(`
config LS
	bool "ls"
config COLOR
	bool "ls --color"
	depends on LS
config PORT
	int "port"
	range 1 65535
config NAME
	string "name"
config HIDDEN
	bool
`)) {
  builder.add(statement);
}
const KCONFIG = builder.finish();

/** What becomes of a .config of which conf makes `alone`. */
const kept = (config: readonly string[], alone: readonly string[]) => {
  const base = checkedBase(KCONFIG, 'old.config', parseConfig(config.join('\n')));
  const values = new Map(parseConfig(alone.join('\n')).settings.map(({ symbol, value }) => [symbol, value]));
  return keptSettings(KCONFIG, '1.38.0', base, values);
};

it('has nothing to say of a .config that is kept', () => {
  const config = ['CONFIG_LS=y', 'CONFIG_COLOR=y', 'CONFIG_PORT=80', 'CONFIG_NAME="x"'];
  expect(kept(config, config)).toEqual({ problems: [], lost: [] });
});

it('says nothing of what follows from other symbols', () => {
  expect(kept(['CONFIG_LS=y', 'CONFIG_HIDDEN=y'], ['CONFIG_LS=y'])).toEqual({ problems: [], lost: [] });
});

it('takes a number out of its range for a mistake', () => {
  expect(kept(['CONFIG_PORT=70000'], ['CONFIG_PORT=80']).problems).toEqual([
    'CONFIG_PORT: asked 70000, got 80: it must be within 1..65535 (old.config:1)',
  ]);
});

it('lists what has no effect as a .config has it, by reason, with what to do', () => {
  const config = [
    '# CONFIG_LS is not set',
    'CONFIG_COLOR=y',
    'CONFIG_PORT=80',
    'CONFIG_GONE=y',
    'CONFIG_GONE_TOO=7',
    'CONFIG_TEXT="a \\"b"',
  ];
  const { lost, problems } = kept(config, ['# CONFIG_LS is not set', 'CONFIG_PORT=80']);
  expect(problems).toEqual([]);
  expect(lostText('old.config', 'new.config', KCONFIG, lost).split('\n')).toEqual([
    '4 settings have no effect in old.config:',
    '# not in BusyBox 1.38.0',
    'CONFIG_GONE=y',
    'CONFIG_GONE_TOO=7',
    'CONFIG_TEXT="a \\"b"',
    '# depends on LS (is n)',
    'CONFIG_COLOR=y',
    'hint: to go on from what was settled instead: cp new.config old.config',
  ]);
});
