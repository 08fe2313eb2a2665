import { checkedBase } from './base-values';
import { parseConfig } from './config-text';
import { KconfigBuilder } from './kconfig/builder';
import { statements } from './kconfig/statements';

const builder = new KconfigBuilder();
for (const statement of statements('config LS\n\tbool "ls"\nconfig AWK\n\tbool "awk"\nconfig PORT\n\tint "port"\n')) {
  builder.add(statement);
}
const KCONFIG = builder.finish();
const check = (...lines: string[]) => checkedBase(KCONFIG, 'old.config', parseConfig(lines.join('\n')));

it('takes the values of a full .config, and tells what is no symbol any more', () => {
  const base = check('CONFIG_LS=y', '# CONFIG_AWK is not set', 'CONFIG_GONE=y', '# CONFIG_GONE_TOO is not set');
  expect([...base.values]).toEqual([
    ['LS', 'y'],
    ['AWK', 'n'],
  ]);
  expect(base.gone).toEqual([{ symbol: 'GONE', value: 'y', from: 'old.config:3' }]);
  expect(base.problems).toEqual([]);
});

it('reports what a fragment would be reported for', () => {
  expect(check('CONFIG_LS=y', 'CONFIG_AWK = n', 'here be dragons', 'CONFIG_PORT=many').problems).toEqual([
    'old.config:2: not a line of Kconfig: CONFIG_AWK = n',
    'old.config:3: not a line of Kconfig: here be dragons',
    'CONFIG_PORT: asked "many", but its values are whole numbers (old.config:4)',
  ]);
});

it('reports the marks of a merge conflict', () => {
  const { problems } = check('<<<<<<< HEAD', 'CONFIG_LS=y', '=======', '# CONFIG_LS is not set', '>>>>>>> theirs');
  expect(problems.map((line) => line.split(':')[1])).toEqual(['1', '3', '5']);
});

it('shows the beginning of a text that is no configuration', () => {
  const { problems } = check(...Array.from({ length: 500 }, (_none, at) => `line ${at}`));
  expect(problems).toHaveLength(21);
  expect(problems.at(-1)).toBe('old.config: 480 more lines that are not Kconfig');
});

it.each([[''], ['# nothing but\n# comments']])('refuses a base that says nothing: %j', (text) => {
  expect(check(text).problems).toEqual([
    'old.config: sets no symbol; write "defconfig" or "allnoconfig" instead of a file',
  ]);
});

it('refuses the configuration of another project, and says how to take the part that is meant', () => {
  const { problems, values } = check(
    'CONFIG_TARGET_x86=y',
    'CONFIG_LS=y',
    'CONFIG_BUSYBOX_CONFIG_AWK=y',
    '# CONFIG_BUSYBOX_CONFIG_LS is not set',
  );
  expect(problems).toEqual([
    'old.config: not a .config of BusyBox: 3 of the 4 symbols it names are none of its, CONFIG_TARGET_x86 (old.config:1) ' +
      "for one; CONFIG_BUSYBOX_CONFIG_AWK is OpenWrt's name of CONFIG_AWK: " +
      "sed -n 's/^\\(# \\)\\?CONFIG_BUSYBOX_CONFIG_/\\1CONFIG_/p' old.config gives the part that is BusyBox's",
  ]);
  expect(values.size).toBe(0);
});
