import { directory, file, install, made, packageOf, program, unknown } from './install-in-tests';
import { type PackageToInstall } from './package-effects';

describe('what is not understood', () => {
  it.each([
    ['a command that nobody knows', 'frobnicate --all', ['frobnicate --all']],
    ['a word that nobody knows', 'chown root:$(cat /x) /y', ['chown root:$(cat /x) /y']],
    ['what may or may not be come to', 'if grep -q x /etc/y; then mkdir /x; fi', ['mkdir /x']],
    ['the body of a loop without an end', 'while read line; do touch /$line; done </x', ['touch /$line']],
    ['a pipe', 'echo x | tee /etc/x', ['tee /etc/x']],
    ['a file that is computed', 'sed s/a/b/ /x > /y', ['sed s/a/b/ /x > /y']],
    ['words that become a script', 'eval "$x"', ['eval "$x"']],
  ])('is named: %s', async (_what, script, lines) => {
    expect(await unknown(script)).toEqual(lines);
  });

  it('makes nothing', async () => {
    expect(await made('if grep -q x /etc/y; then mkdir /x; adduser --system a; fi')).toEqual({});
  });

  it('is not what an image does not need', async () => {
    const debhelper = `
if [ "$1" = "configure" ] || [ "$1" = "abort-upgrade" ]; then
	deb-systemd-helper unmask 'x.service' >/dev/null || true
	if deb-systemd-helper --quiet was-enabled 'x.service'; then
		deb-systemd-helper enable 'x.service' >/dev/null || true
	fi
	if [ -d /run/systemd/system ]; then
		systemctl --system daemon-reload >/dev/null || true
	fi
	if [ -x "$(command -v systemd-tmpfiles)" ]; then
		systemd-tmpfiles \${DPKG_ROOT:+--root="$DPKG_ROOT"} --create x.conf || true
	fi
fi
. /usr/share/debconf/confmodule
db_get x/y
if [ "$RET" = true ]; then rm -f /nowhere; fi
if command -v py3compile >/dev/null 2>&1; then py3compile -p x; fi`;
    expect(await unknown(debhelper)).toEqual([]);
  });

  it('is not what a question of debconf decides whose default is known', async () => {
    const templates = 'Template: one/root\nType: boolean\nDefault: true\n';
    const script = '. /usr/share/debconf/confmodule\ndb_get one/root\n[ "$RET" != true ] || touch /yes';
    const { nodes } = await install([packageOf('one', script, {}, { templates })]);
    expect([...nodes.keys()]).toEqual(['/yes']);
  });
});

it('follows a preinst before a postinst, and no script of another language', async () => {
  const { nodes, lines } = await install([
    packageOf(
      'one',
      null,
      {},
      { preinst: '#!/bin/sh\n[ "$1" = install ] && mkdir /before\n', postinst: '#!/usr/bin/perl\nmkdir "/x";\n' },
    ),
  ]);
  expect([...nodes.keys()]).toEqual(['/before']);
  expect(lines.map(({ outcome }) => outcome)).toEqual(['made', 'unknown']);
});

describe('triggers', () => {
  const CACHE = 'case "$1" in triggered) for t in $2; do echo seen; touch /cache/$(basename $t); done ;; esac';
  const paths = async (more: readonly PackageToInstall[], triggers: string): Promise<string[]> => {
    const watching = { ...packageOf('one', CACHE), triggers };
    return [...(await install([watching, ...more])).nodes.keys()].filter((path) => path.startsWith('/cache/'));
  };

  it('start a postinst again when packages have files below a path', async () => {
    const shipping = packageOf('two', null, { '/usr/share/x/file': file() });
    expect(await paths([shipping], 'interest-noawait /usr/share/x # files\n')).toEqual(['/cache/x']);
    expect(await paths([shipping], 'interest /usr/share/y\n')).toEqual([]);
  });

  it('start it when another package, or its script, names them', async () => {
    expect(await paths([{ ...packageOf('two', null), triggers: 'activate-noawait y\n' }], 'interest y\n')).toEqual([
      '/cache/y',
    ]);
    expect(await paths([packageOf('two', 'dpkg-trigger --no-await z')], 'interest z\n')).toEqual(['/cache/z']);
  });
});

it('ends with functions that call one another for ever', async () => {
  expect(await made('f() { f; }\nf\ntouch /x')).toEqual({ '/x': 'file 644 0:0' });
});

describe('a shell', () => {
  it.each([
    [
      'goes on with the next word at continue',
      'for x in a b c; do [ $x = b ] && continue; touch /$x; done',
      ['/a', '/c'],
    ],
    ['forgets a variable', 'x=/a\nunset x\ntouch ${x:-/b}', ['/b']],
    ['calculates', 'touch /$(expr 3 - 1)', ['/2']],
    ['finds nothing in nothing', 'update-alternatives --query x | grep -q y || touch /none', ['/none']],
    [
      'knows the architecture of the package',
      '[ "$DPKG_MAINTSCRIPT_ARCH" = "$(dpkg --print-architecture)" ] && touch /same',
      ['/same'],
    ],
  ])('%s', async (_what, script, paths) => {
    expect(Object.keys(await made(script))).toEqual(paths);
  });
});

it('follows a script that a script calls, and no program', async () => {
  const nodes = {
    '/usr/share/x/links': file('#!/bin/sh\ncase "$1" in install) ln -s "$2" /link;; esac\n'),
    '/usr/share/x/program': program,
  };
  expect(await made('/usr/share/x/links install /target\n/usr/share/x/program', nodes)).toEqual({
    '/link': '-> /target',
  });
});

it('makes what is made under a umask without its bits', async () => {
  expect(await made('umask 066; touch /a; echo x > /b; mkdir /c; umask 022; touch /d')).toEqual({
    '/a': 'file 600 0:0',
    '/b': 'file 600 0:0',
    '/c': 'directory 711 0:0',
    '/d': 'file 644 0:0',
  });
});

it('takes a choice of debconf that has no default for one that nobody has made', async () => {
  const templates = 'Template: one/area\nType: select\nChoices: a, b\n';
  const script = '. /usr/share/debconf/confmodule\nAREA=Etc; db_get one/area && AREA="$RET"; touch /$AREA';
  const { nodes } = await install([packageOf('one', script, {}, { templates })]);
  expect([...nodes.keys()]).toEqual(['/Etc']);
});

it('takes the tabs from the lines of a here-document that is written so', async () => {
  const { nodes } = await install([packageOf('one', 'x=1\ncat > /a <<-EOF\n\tone\n\t\ttwo $x\n\tEOF\n')]);
  expect(nodes.get('/a')?.content).toEqual({ text: 'one\ntwo 1\n' });
});

it('leaves nothing of temporary files', async () => {
  expect(await made('t=$(mktemp)\necho x > $t\nrm $t')).toEqual({});
});

it('takes options as coreutils do: letters together, with their word, and long', async () => {
  const script = 'mkdir -Zp -m700 /a/b\ninstall --mode 640 /dev/null /c\nchmod 01733 /d';
  expect(await made(script, { '/d': directory })).toMatchObject({
    '/a/b': 'directory 700 0:0',
    '/c': 'file 640 0:0',
    '/d': 'directory 1733 0:0',
  });
});
