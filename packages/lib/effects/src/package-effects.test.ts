import { directory, file, install, made, packageOf, program } from './install-in-tests';

describe('alternatives', () => {
  const VIM =
    'update-alternatives --install /usr/bin/vi vi /usr/bin/vim.tiny 15 \\\n --slave /usr/share/man/man1/vi.1.gz vi.1.gz /usr/share/man/man1/vim.1.gz';

  it('are links by way of /etc/alternatives, without those of manual pages', async () => {
    expect(await made(VIM, { '/usr/bin/vim.tiny': program, '/usr/share/man/man1/vim.1.gz': file() })).toEqual({
      '/etc/alternatives/vi': '-> /usr/bin/vim.tiny',
      '/usr/bin/vi': '-> /etc/alternatives/vi',
    });
  });

  it('lead to the highest priority whose file is there, with its slaves', async () => {
    const offer = (kind: string, priority: number): string =>
      `update-alternatives --install /usr/sbin/x x /usr/sbin/x-${kind} ${priority} --slave /usr/sbin/y y /usr/sbin/y-${kind}`;
    const there = { '/usr/sbin/x-a': program, '/usr/sbin/y-a': program, '/usr/sbin/x-b': program };
    expect(await made([offer('a', 10), offer('b', 20), offer('gone', 30)].join('\n'), there)).toEqual({
      '/etc/alternatives/x': '-> /usr/sbin/x-b',
      '/usr/sbin/x': '-> /etc/alternatives/x',
    });
  });

  it('take the place of what a base has, and not that of a file of a package', async () => {
    const script = 'update-alternatives --install /bin/nc nc /usr/bin/nc.openbsd 50';
    const nc = packageOf('netcat', script, { '/usr/bin/nc.openbsd': program });
    const onApplet = await install([nc], { '/usr/bin/nc': program });
    expect(onApplet.nodes.get('/usr/bin/nc')).toMatchObject({ target: '/etc/alternatives/nc' });
    const onFile = await install([nc, packageOf('other', null, { '/usr/bin/nc': program })]);
    expect(onFile.nodes.get('/usr/bin/nc')).toBeUndefined();
  });

  it('are in the database where dpkg is in the image', async () => {
    const { nodes } = await install([
      packageOf('dpkg', null, { '/usr/bin/dpkg': program }),
      packageOf(
        'gawk',
        'update-alternatives --install /usr/bin/awk awk /usr/bin/gawk 10 --slave /usr/bin/nawk nawk /usr/bin/gawk',
        {
          '/usr/bin/gawk': program,
        },
      ),
    ]);
    expect(nodes.get('/var/lib/dpkg/alternatives/awk')).toMatchObject({
      content: { text: 'auto\n/usr/bin/awk\nnawk\n/usr/bin/nawk\n\n/usr/bin/gawk\n10\n/usr/bin/gawk\n\n' },
    });
  });

  it('are read from loops, variables and functions', async () => {
    const script = `
case "$1" in
  configure)
    tools="java keytool"
    home=/usr/lib/jvm/java-21-openjdk-$(dpkg --print-architecture)
    offer() { update-alternatives --install /usr/bin/$1 $1 "$home/bin/\${1%.x}" 2111; }
    for tool in $tools; do
      [ -x $home/bin/$tool ] || continue
      offer $tool
    done
    ;;
  *) exit 1 ;;
esac`;
    const home = '/usr/lib/jvm/java-21-openjdk-arm64/bin';
    expect(await made(script, { [`${home}/java`]: program, [`${home}/keytool`]: program })).toMatchObject({
      '/etc/alternatives/java': `-> ${home}/java`,
      '/usr/bin/keytool': '-> /etc/alternatives/keytool',
    });
  });
});

describe('accounts', () => {
  it('are made by adduser, with a home of their own', async () => {
    const script = `
if ! getent group redis >/dev/null; then addgroup --system redis; fi
if ! getent passwd redis >/dev/null; then
  adduser --system --ingroup redis --home /var/lib/redis --gecos "Redis" --shell /bin/false redis
fi
chown redis:adm /var/log/redis`;
    const { users, groups, nodes } = await install([packageOf('redis', script, { '/var/log/redis': directory })]);
    expect(users.at(-1)).toEqual({
      name: 'redis',
      uid: 102,
      gid: 101,
      gecos: 'Redis',
      home: '/var/lib/redis',
      shell: '/bin/false',
    });
    expect(groups.map(({ name, gid }) => `${name}:${gid}`)).toEqual(['root:0', 'redis:101', 'adm:4']);
    expect(nodes.get('/var/lib/redis')).toMatchObject({ type: 'directory', owner: 'redis' });
    expect(nodes.get('/var/log/redis')).toMatchObject({ owner: 'redis', group: 'adm' });
  });

  it('are made by files of sysusers.d, before any script asks for them', async () => {
    const sysusers = '# comment\nu sshd - "sshd user" /run/sshd\ng _ssh -\nm sshd _ssh\nu fixed 77 - /srv /bin/sh\n';
    const { users, groups } = await install([
      packageOf('one', 'getent passwd sshd >/dev/null || exit 1\nadduser sshd audio', {
        '/usr/lib/sysusers.d/one.conf': file(sysusers),
      }),
    ]);
    expect(users.slice(1).map(({ name, uid, home, shell }) => [name, uid, home, shell])).toEqual([
      ['sshd', 999, '/run/sshd', '/usr/sbin/nologin'],
      ['fixed', 77, '/srv', '/bin/sh'],
    ]);
    expect(groups.find(({ name }) => name === '_ssh')?.members).toEqual(['sshd']);
    expect(groups.find(({ name }) => name === 'audio')).toEqual({ name: 'audio', gid: 29, members: ['sshd'] });
  });

  it('are not made twice, and never with a number that somebody has', async () => {
    const { users } = await install([
      packageOf('one', 'adduser --system a; adduser --system a; useradd -r -d /x b; usermod -a -G root b'),
    ]);
    expect(users.slice(1).map(({ name, uid }) => [name, uid])).toEqual([
      ['a', 101],
      ['b', 999],
    ]);
  });
});

describe('files', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'directories, with their mode',
      'mkdir -p -m 750 /a/b',
      { '/a': 'directory 755 0:0', '/a/b': 'directory 750 0:0' },
    ],
    ['links', 'ln -sf /run/x /var/x', { '/var': 'directory 755 0:0', '/var/x': '-> /run/x' }],
    ['empty files', 'umask 022\ntouch /x', { '/x': 'file 644 0:0' }],
    ['a here-document', 'name=x\ncat > /x <<EOF\n$name\nEOF', { '/x': 'file 644 0:0' }],
    ['with install', 'install -d -o root -g staff -m 2775 /x', { '/x': 'directory 2775 root:staff' }],
    [
      'nothing of what is there',
      'if [ ! -e /usr/x ]; then mkdir /usr/x; fi',
      { '/usr/x': 'directory 755 0:0', '/usr': 'directory 755 0:0' },
    ],
    [
      'nothing for an upgrade',
      'if [ -n "$2" ]; then touch /x; fi\nif dpkg --compare-versions "$2" lt-nl 1; then touch /y; fi',
      {},
    ],
    ['nothing when it is no configuration', 'if [ "$1" = triggered ]; then touch /x; exit 0; fi', {}],
    ['nothing after the end', 'exit 0\ntouch /x', {}],
  ])('are made: %s', async (_what, script, expected) => {
    expect(await made(script)).toEqual(expected);
  });

  it('of packages change their owner and mode, and are moved and removed', async () => {
    const script = `
if ! dpkg-statoverride --list /etc/x >/dev/null 2>&1; then
  dpkg-statoverride --update --add root shadow 640 /etc/x
fi
chmod u+s,g-r /usr/bin/x
ucf --debconf-ok /usr/share/one/default /etc/one.conf
rm -f /etc/old`;
    const nodes = {
      '/etc/x': file(),
      '/usr/bin/x': program,
      '/usr/share/one/default': file('a=1'),
      '/etc/old': file(),
    };
    const effects = await install([packageOf('one', script, nodes)]);
    expect(effects.nodes.get('/etc/x')).toMatchObject({ owner: 'root', group: 'shadow', mode: 0o640 });
    expect(effects.nodes.get('/usr/bin/x')?.mode.toString(8)).toBe('4715');
    expect(effects.nodes.get('/etc/one.conf')).toMatchObject({ content: { text: 'a=1' } });
    expect(effects.removed).toEqual(['/etc/old']);
  });

  it('of tmpfiles.d and of services are directories of their users', async () => {
    const { nodes } = await install([
      packageOf('one', null, {
        '/usr/lib/sysusers.d/one.conf': file('u one 50 - -\n'),
        '/usr/lib/tmpfiles.d/one.conf': file(
          'd /run/one 0750 one one - -\nf /run/one/x 0644 - - - hello\nL /run/y - - - - /etc/y\n',
        ),
        '/usr/lib/systemd/system/one.service': file(
          '[Service]\nUser=one\nRuntimeDirectory=one-run\nStateDirectory=one\nStateDirectoryMode=0700\n',
        ),
        '/usr/lib/systemd/system/one@.service': file('[Service]\nRuntimeDirectory=one-%i other\n'),
      }),
    ]);
    expect(nodes.get('/run/one')).toMatchObject({ owner: 'one', group: 'one', mode: 0o750 });
    expect(nodes.get('/run/one/x')).toMatchObject({ content: { text: 'hello' } });
    expect(nodes.get('/run/y')).toMatchObject({ target: '/etc/y' });
    expect(nodes.get('/run/one-run')).toMatchObject({ owner: 'one', mode: 0o755 });
    expect(nodes.get('/var/lib/one')).toMatchObject({ owner: 'one', mode: 0o700 });
    expect([...nodes.keys()].filter((path) => path.includes('other'))).toEqual([]);
  });
});
