import { dumpTree } from '@basewright/testing';

import { type Applet, appletEntries, type AppletLinks, withEnvForScripts } from './applet-links';

const APPLETS = [
  { name: 'awk', path: '/usr/bin/awk' },
  { name: 'busybox', path: '/bin/busybox' },
  { name: 'httpd', path: '/usr/sbin/httpd' },
  { name: 'init', path: '/sbin/init' },
  { name: 'linuxrc', path: '/linuxrc' },
  { name: 'ls', path: '/bin/ls' },
];

function links(
  applets: readonly Applet[],
  style: AppletLinks,
  programs: readonly string[] = [],
): { tree: Record<string, string>; problems: string[] } {
  const problems: string[] = [];
  return { tree: dumpTree(appletEntries(applets, style, programs, (problem) => problems.push(problem))), problems };
}

it('links applets where BusyBox installs them, relative to there', () => {
  expect(links(APPLETS, 'symbolic')).toEqual({
    tree: {
      '/usr/bin/awk': 'symlink ../../bin/busybox',
      '/usr/sbin/httpd': 'symlink ../../bin/busybox',
      '/sbin/init': 'symlink ../bin/busybox',
      '/linuxrc': 'symlink bin/busybox',
      '/bin/ls': 'symlink busybox',
    },
    problems: [],
  });
});

it('makes them names of the one file', () => {
  expect(links(APPLETS, 'hard').tree).toMatchObject({
    '/usr/bin/awk': 'hardlink /bin/busybox',
    '/linuxrc': 'hardlink /bin/busybox',
  });
});

it('gives way to programs of the same name: a link elsewhere, nothing at their own path', () => {
  const programs = ['/usr/bin/ls', '/sbin/init', '/opt/other'];
  expect(links(APPLETS.slice(3), 'hard', programs).tree).toEqual({
    '/bin/ls': 'symlink ../usr/bin/ls',
    '/linuxrc': 'hardlink /bin/busybox',
  });
});

it.each(['/opt/ls', '/usr/local/bin/ls', 'bin/ls', '/bin/../etc/ls', '/bin/dir', '/etc/passwd'])(
  'refuses %s',
  (path) => {
    expect(links([{ name: 'ls', path }], 'hard').problems).toEqual([
      `applet ls: ${path} is not in a directory BusyBox installs to (/ /bin /sbin /usr/bin /usr/sbin)`,
    ]);
  },
);

describe('env for scripts', () => {
  const env = { name: 'env', path: '/bin/env' };
  it('is linked in /usr/bin where BusyBox has it elsewhere', () => {
    const { tree, problems } = links(withEnvForScripts([env], []), 'symbolic');
    expect(tree).toEqual({ '/bin/env': 'symlink busybox', '/usr/bin/env': 'symlink ../../bin/busybox' });
    expect(problems).toEqual([]);
  });

  it.each([
    ['there is none', APPLETS, []],
    ['BusyBox has it there', [{ name: 'env', path: '/usr/bin/env' }], []],
    ['something else is there', [env], ['/usr/bin/env']],
  ])('is not where %s', (_what, applets, taken) => {
    expect(withEnvForScripts(applets, taken)).toBe(applets);
  });
});
