import { file, install, made, packageOf, program } from './install-in-tests';

const text = async (path: string, packages: Parameters<typeof install>[0]): Promise<string> => {
  const content = (await install(packages)).nodes.get(path)?.content;
  return content !== undefined && 'text' in content ? content.text : '';
};

describe('modules of PHP', () => {
  const PHP = {
    '/etc/php/8.4/mods-available/pdo.ini': file('; priority=10\nextension=pdo.so\n'),
    '/etc/php/8.4/mods-available/ctype.ini': file('extension=ctype.so\n'),
    '/usr/lib/php/8.4/sapi/cli': file(),
    '/usr/lib/php/8.4/sapi/fpm': file(),
    '/usr/lib/php/php-maintscript-helper': file(),
  };
  const script = (sapi: string): string =>
    `if [ -e /usr/lib/php/php-maintscript-helper ]; then . /usr/lib/php/php-maintscript-helper
for m in pdo ctype gone; do php_invoke enmod 8.4 ${sapi} $m; done; fi`;

  it('are on for every program that runs PHP, in the order of their priority', async () => {
    const links = Object.entries(await made(script('ALL'), PHP)).filter(([, what]) => what.startsWith('->'));
    expect(Object.fromEntries(links)).toEqual({
      '/etc/php/8.4/cli/conf.d/10-pdo.ini': '-> /etc/php/8.4/mods-available/pdo.ini',
      '/etc/php/8.4/cli/conf.d/20-ctype.ini': '-> /etc/php/8.4/mods-available/ctype.ini',
      '/etc/php/8.4/fpm/conf.d/10-pdo.ini': '-> /etc/php/8.4/mods-available/pdo.ini',
      '/etc/php/8.4/fpm/conf.d/20-ctype.ini': '-> /etc/php/8.4/mods-available/ctype.ini',
    });
  });

  it('are noted where phpquery looks for them', async () => {
    expect(Object.keys(await made(script('cli'), PHP)).filter((path) => path.startsWith('/var/lib/php/'))).toEqual(
      expect.arrayContaining([
        '/var/lib/php/modules/8.4/registry/pdo',
        '/var/lib/php/modules/8.4/cli/enabled_by_maint/pdo',
      ]),
    );
  });
});

it('switches modules of Apache on, with those that they need', async () => {
  const nodes = {
    '/etc/apache2/mods-available/auth.load': file('# Depends: core other\nLoadModule x\n'),
    '/etc/apache2/mods-available/core.load': file(),
    '/etc/apache2/mods-available/other.load': file(),
    '/etc/apache2/mods-available/other.conf': file(),
    '/etc/apache2/sites-available/000-default.conf': file(),
  };
  const links = Object.entries(await made('a2enmod -m -q auth\na2ensite -q 000-default', nodes));
  expect(Object.fromEntries(links.filter(([, what]) => what.startsWith('->')))).toEqual({
    '/etc/apache2/mods-enabled/auth.load': '-> ../mods-available/auth.load',
    '/etc/apache2/mods-enabled/core.load': '-> ../mods-available/core.load',
    '/etc/apache2/mods-enabled/other.load': '-> ../mods-available/other.load',
    '/etc/apache2/mods-enabled/other.conf': '-> ../mods-available/other.conf',
    '/etc/apache2/sites-enabled/000-default.conf': '-> ../sites-available/000-default.conf',
  });
});

it('lists shells that packages bring, those that are there', async () => {
  const nodes = {
    '/usr/share/debianutils/shells.d/dash': file('/bin/sh\n/usr/bin/dash\n'),
    '/usr/share/debianutils/shells.d/gone': file('/usr/bin/gone\n'),
    '/usr/bin/dash': program,
    '/usr/bin/sh': program,
  };
  expect(await text('/etc/shells', [packageOf('debianutils', 'update-shells', nodes)])).toBe(
    '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/dash\n',
  );
});

describe('profiles of PAM', () => {
  const TEMPLATE = (type: string): string =>
    `# kept
# here are the per-package modules (the "Primary" block)
$${type}_primary
# here's the fallback if no module succeeds
${type}\trequisite\t\t\tpam_deny.so
# and here are more per-package modules (the "Additional" block)
$${type}_additional
# end of pam-auth-update config
`;
  const UNIX = `Name: Unix authentication
Default: yes
Priority: 256
Auth-Type: Primary
Auth:
	[success=end default=ignore]	pam_unix.so nullok try_first_pass
Auth-Initial:
	[success=end default=ignore]	pam_unix.so nullok
Session-Type: Additional
Session:
	required	pam_unix.so
`;
  const KRB5 = `Name: Kerberos
Default: yes
Priority: 704
Auth-Type: Primary
Auth:
	[success=end default=ignore]	pam_krb5.so minimum_uid=1000 try_first_pass
Auth-Initial:
	[success=end default=ignore]	pam_krb5.so minimum_uid=1000
`;
  const packages = [
    packageOf('libpam-runtime', 'pam-auth-update --root "$DPKG_ROOT" --package --force', {
      '/usr/share/pam/common-auth': file(TEMPLATE('auth')),
      '/usr/share/pam/common-session': file(TEMPLATE('session')),
      '/usr/share/pam-configs/unix': file(UNIX),
      '/usr/share/pam-configs/mkhomedir': file('Default: no\nPriority: 0\nSession-Type: Additional\n'),
    }),
    packageOf('libpam-krb5', 'pam-auth-update --package', { '/usr/share/pam-configs/krb5': file(KRB5) }),
  ];

  it('become the files that services include, with jumps over what is still to come', async () => {
    expect(await text('/etc/pam.d/common-auth', packages)).toBe(`# kept
# here are the per-package modules (the "Primary" block)
auth\t[success=2 default=ignore]\tpam_krb5.so minimum_uid=1000
auth\t[success=1 default=ignore]\tpam_unix.so nullok try_first_pass
# here's the fallback if no module succeeds
auth\trequisite\t\t\tpam_deny.so
# and here are more per-package modules (the "Additional" block)
# end of pam-auth-update config
`);
    expect(await text('/etc/pam.d/common-session', packages)).toContain(
      '"Primary" block)\nsession\t[default=1]\t\t\tpam_permit.so\n',
    );
    expect(await text('/etc/pam.d/common-session', packages)).toContain('block)\nsession\trequired\tpam_unix.so \n');
  });

  it('are remembered as pam-auth-update does', async () => {
    expect(await text('/var/lib/pam/seen', packages)).toBe('krb5\nunix\nmkhomedir\n');
    expect(await text('/var/lib/pam/session', packages)).toBe(
      'Module: null\n[default=1]\t\t\tpam_permit.so\nModule: unix\nrequired\tpam_unix.so\n',
    );
  });
});
