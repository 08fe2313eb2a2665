import { parseAppletTable } from './applet-table';
import { KconfigBuilder } from './kconfig/builder';
import { statements } from './kconfig/statements';
import { setuidRequests } from './setuid-requests';

const TABLE = parseAppletTable(
  [
    '# define APPLET(name,l,s)                    LINK l name',
    'IF_LS(APPLET_NOEXEC(ls, ls, BB_DIR_BIN, BB_SUID_DROP, ls))',
    'IF_SU(APPLET(su, BB_DIR_BIN, BB_SUID_REQUIRE))',
    'IF_PING(APPLET(ping, BB_DIR_BIN, BB_SUID_MAYBE))',
    'IF_MOUNT(APPLET(mount, BB_DIR_BIN, IF_DESKTOP(BB_SUID_MAYBE) IF_NOT_DESKTOP(BB_SUID_DROP)))',
    'IF_LSMOD(IF_NOT_SMALL(APPLET_NOEXEC(lsmod, lsmod, BB_DIR_SBIN, BB_SUID_DROP, lsmod)))',
    'IF_LSMOD(   IF_SMALL(APPLET_NOEXEC( lsmod,    lsmod,    BB_DIR_SBIN, BB_SUID_DROP, lsmod   )))',
    'IF_BUSYBOX(IF_STANDALONE(APPLET(busybox, BB_DIR_BIN, BB_SUID_MAYBE)))',
  ].join('\n'),
);

const builder = new KconfigBuilder();
const SYMBOLS = ['LS', 'SU', 'PING', 'MOUNT', 'LSMOD', 'BUSYBOX', 'FEATURE_SUID', 'FEATURE_PREFER_APPLETS'];
for (const statement of statements(SYMBOLS.map((name) => `config ${name}\n\tbool "${name}"\n`).join(''))) {
  builder.add(statement);
}
const KCONFIG = builder.finish();

const asked = (names: readonly string[], ...on: readonly string[]) =>
  setuidRequests(names, TABLE, KCONFIG, new Map(on.map((symbol) => [symbol, 'y'])));

it('leaves what is asked for, and nothing of what else there was', () => {
  const { requests, problems } = asked(['su'], 'LS', 'SU', 'PING', 'LSMOD', 'BUSYBOX');
  expect(requests.map(({ symbol, value }) => `${symbol}=${value}`)).toEqual([
    ...['LS=n', 'PING=n', 'LSMOD=n', 'BUSYBOX=n', 'FEATURE_SUID=y'],
    'BUSYBOX=n',
  ]);
  expect(problems).toEqual([]);
});

it('asks for a setuid program nothing but what BusyBox uses it for', () => {
  expect(asked(['sue', 'ls', 'mount', 'busybox'], 'LS', 'BUSYBOX', 'STANDALONE', 'SU', 'MOUNT').problems).toEqual([
    'sue: BusyBox has no such applet (did you mean "su"?) (option setuid)',
    ...['ls', 'mount', 'busybox'].map(
      (name) => `${name}: BusyBox gives up root's rights in it; it keeps them in ping, su (option setuid)`,
    ),
  ]);
  expect(asked(['mount'], 'MOUNT', 'DESKTOP').problems).toEqual([]);
});

it('says what to switch on for an applet that BusyBox was not asked to have', () => {
  expect(asked(['ping']).problems).toEqual([
    'ping: the image\'s BusyBox does not have it, CONFIG_PING is off: "set": { "PING": true } (option setuid)',
  ]);
});

it('refuses a shell that would start its own su', () => {
  expect(asked(['su'], 'SU', 'FEATURE_PREFER_APPLETS').problems).toEqual([
    'CONFIG_FEATURE_PREFER_APPLETS has the shell start its own applets, which are not setuid: "unset": ["FEATURE_PREFER_APPLETS"] (option setuid)',
  ]);
});
