import { type ContainerSettings } from '@basewright/oci';

import { added, AUTHORS, directory, executable, file, found, link, type Row, text } from '../test/tried-tree';

describe('the user', () => {
  it.each(['app', 'app:staff', '1000', '4711:4711', '4711', '', 'root'])('%j is right', (user) => {
    expect(found({ settings: { cmd: ['sh'], user } })).toEqual([]);
  });

  it.each([
    ['ghost', 'image.user: there is no user "ghost" in the image'],
    ['aapp', 'image.user: there is no user "aapp" in the image (did you mean "app"?)'],
    ['app:nogroup', 'image.user: there is no group "nogroup" in the image (did you mean "app"?)'],
    ['4711:nogroup', 'image.user: there is no group "nogroup" in the image'],
    ['app:stuff', 'image.user: there is no group "stuff" in the image (did you mean "staff"?)'],
  ])('%s: %s', (user, message) => {
    expect(found({ settings: { cmd: ['sh'], user } })).toEqual([`error unknown-user: ${message}`]);
  });

  it('of a base is told as that', () => {
    expect(found({ base: { User: 'ghost' }, settings: {} })).toEqual([
      'error unknown-user: image.user: the base\'s "ghost": there is no user "ghost" in the image',
    ]);
  });
});

describe('what is started', () => {
  it.each<[string, ContainerSettings, Readonly<Record<string, Row>>, string]>([
    [
      'an entrypoint that is not there',
      { entrypoint: ['/srv/bin/serve'] },
      {},
      'error missing-program: image.entrypoint[0]: "/srv/bin/serve" is not in the image',
    ],
    [
      'a misspelt name',
      { entrypoint: ['/bin/hs'] },
      {},
      'error missing-program: image.entrypoint[0]: "/bin/hs" is not in the image',
    ],
    [
      'a misspelt name below long directories',
      { entrypoint: ['/usr/local/libexec/sever'] },
      { '/usr/local/libexec/env': added({}), '/usr/local/libexec/server': added({}) },
      'error missing-program: image.entrypoint[0]: "/usr/local/libexec/sever" is not in the image (did you mean "/usr/local/libexec/server"?)',
    ],
    [
      'a name that no directory of PATH has',
      { cmd: ['envv'] },
      {},
      'error missing-program: image.cmd[0]: "envv" is in no directory of PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin) (did you mean "env"?)',
    ],
    [
      'a program that is elsewhere',
      { entrypoint: ['/bin/env'] },
      {},
      'error missing-program: image.entrypoint[0]: "/bin/env" is not in the image (did you mean "/usr/bin/env"?)',
    ],
    [
      'a whole command line in one word',
      { entrypoint: ['sh -c true'] },
      {},
      'error missing-program: image.entrypoint[0]: "sh -c true" is in no directory of PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin); write each word of a command line as a text of its own',
    ],
    [
      'a PATH without it',
      { cmd: ['sh', '-c', 'x'], env: { PATH: '/opt/bin' } },
      {},
      'error missing-program: image.cmd[0]: "sh" is in no directory of PATH (/opt/bin) (did you mean "/bin/sh"?)',
    ],
    [
      'a file that is not executable',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': file() },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable',
    ],
    ['a directory', { entrypoint: ['/srv'] }, {}, 'error not-executable: image.entrypoint[0]: "/srv" is a directory'],
    [
      "a file of the author's that is not executable",
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': { ...file(), origin: AUTHORS } },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable: say "mode": "0755" of it',
    ],
    [
      'a link to nothing',
      { entrypoint: ['serve'] },
      { '/bin/serve': link('../srv/serve') },
      'error missing-program: image.entrypoint[0]: "serve" leads to /srv/serve, which is not in the image',
    ],
    [
      'a file that its user may not execute',
      { entrypoint: ['/srv/serve'], user: 'app' },
      { '/srv/serve': { ...added({}), mode: 0o700 } },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and user app may not execute it',
    ],
    [
      'a file in a directory that is closed to its user',
      { entrypoint: ['/root/serve'], user: '1000:50' },
      { '/root': { ...directory, mode: 0o700 }, '/root/serve': added({}) },
      'error not-executable: image.entrypoint[0]: "/root/serve" is there and user 1000:50 may not execute it',
    ],
    [
      'a script without a first line',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('echo started\n') },
      `warning no-shebang: ${AUTHORS}: /srv/serve has no first line that names what runs it, as in "#!/bin/sh"; it begins with "echo started"`,
    ],
    [
      'a script whose byte order mark hides the first line',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('\ufeff#!/bin/sh\n') },
      `warning no-shebang: ${AUTHORS}: /srv/serve begins with a byte order mark, so that its first line is not seen: save it without`,
    ],
    [
      'an empty file',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('') },
      `warning no-shebang: ${AUTHORS}: /srv/serve is empty`,
    ],
    [
      'a program of another system',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': executable({ kind: 'foreign', system: 'macOS' }, AUTHORS) },
      `error other-machine: ${AUTHORS}: /srv/serve is a program for macOS`,
    ],
    [
      'the default command, in an image without a shell',
      { cmd: ['sh'] },
      { '/bin/sh': link('/srv/none') },
      'warning missing-program: image.cmd[0]: "sh" leads to /srv/none, which is not in the image',
    ],
    [
      'a program that a volume may bring',
      { entrypoint: ['/srv/serve'], volumes: ['/srv'] },
      {},
      'warning missing-program: image.entrypoint[0]: "/srv/serve" is not in the image',
    ],
  ])('%s', (_what, settings, tree, message) => {
    expect(found({ settings, tree })).toEqual([message]);
  });

  it.each<[string, ContainerSettings, Readonly<Record<string, Row>>]>([
    ['nothing at all', {}, {}],
    ['arguments that are no programs', { entrypoint: ['sh'], cmd: ['-c', '/nowhere/at/all'] }, {}],
    ['a path from the working directory', { cmd: ['./serve'], workingDir: '/srv' }, { '/srv/serve': added({}) }],
    ['a link through links of directories', { cmd: ['/sbin/sh'] }, { '/sbin': link('bin') }],
    ['a hard link', { cmd: ['/bin/ash'] }, { '/bin/ash': { type: 'hardlink', mode: 0o755, target: '/bin/sh' } }],
    [
      'a file of a group of the user',
      { cmd: ['/srv/x'], user: 'app' },
      { '/srv/x': { ...added({}), mode: 0o710, gid: 50 } },
    ],
    ['a file that only root owns, as root', { cmd: ['/srv/x'] }, { '/srv/x': { ...added({}), mode: 0o100 } }],
  ])('is right with %s', (_what, settings, tree) => {
    expect(found({ settings, tree })).toEqual([]);
  });

  it('is told with all that is wrong with it at once', () => {
    const script = { ...text('#!/usr/bin/perl\r\n'), mode: 0o644 };
    expect(found({ settings: { entrypoint: ['/srv/serve'], user: 'ghost' }, tree: { '/srv/serve': script } })).toEqual([
      'error unknown-user: image.user: there is no user "ghost" in the image',
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable: say "mode": "0755" of it',
      expect.stringContaining(`error carriage-return: ${AUTHORS}: /srv/serve has line ends of Windows`) as string,
      `error missing-interpreter: ${AUTHORS}: /srv/serve is a script for /usr/bin/perl, which is not in the image`,
    ]);
  });

  it('is told of the base where image.json does not say it', () => {
    expect(found({ base: { Entrypoint: ['/init'] }, settings: {} })).toEqual([
      'error missing-program: image.entrypoint: the base\'s "/init" is not in the image',
    ]);
  });

  it('may be a shell of an account: one that lets nobody in need not be there', () => {
    const place = 'rootfs.users[0].shell (dev)';
    const shells = (shell: string) => found({ facts: { shells: [{ shell, place }] } });
    expect(shells('/usr/bin/sh')).toEqual([
      `error missing-program: ${place}: /usr/bin/sh "/usr/bin/sh" is not in the image (did you mean "/bin/sh"?)`,
    ]);
    for (const shell of ['/bin/sh', '/bin/false', '/sbin/nologin']) expect(shells(shell)).toEqual([]);
  });
});
