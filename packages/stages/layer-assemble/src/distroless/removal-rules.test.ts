import { isDistributions, ruleOf } from './removal-rules';

it.each([
  ['/bin/busybox', 'BusyBox'],
  ['/bin/busybox.static', 'BusyBox'],
  ['/usr/share/udhcpc/default.script', 'BusyBox'],
  ['/bin/sh', 'a shell'],
  ['/usr/bin/bash', 'a shell'],
  ['/usr/local/bin/zsh-5.9', 'a shell'],
  ['/usr/bin/shasum', undefined],
  ['/usr/bin/bashful', undefined],
  ['/etc/profile.d/x.sh', 'a shell'],
  ['/root/.bashrc', 'a shell'],
  ['/root/.config', undefined],
  ['/sbin/apk', 'a package manager'],
  ['/usr/bin/apt-get', 'a package manager'],
  ['/usr/bin/dpkg-deb', 'a package manager'],
  ['/bin/opkg', 'a package manager'],
  ['/usr/bin/rpm', 'a package manager'],
  ['/usr/bin/php', undefined],
  ['/etc/apk/repositories', 'a package manager'],
  ['/lib/apk/db/scripts.tar', 'a package manager'],
  ['/lib/apk/db/installed', undefined],
  ['/var/lib/dpkg/info/nginx.postinst', 'a package manager'],
  ['/var/lib/dpkg/info/nginx.md5sums', undefined],
  ['/var/lib/dpkg/info/dash.md5sums', 'a shell'],
  ['/var/lib/dpkg/status', undefined],
  ['/var/lib/dpkg/status.d/nginx', undefined],
  ['/var/lib/dpkg/status.d/libc6.md5sums', undefined],
  ['/var/lib/dpkg/status.d/dash', 'a shell'],
  ['/var/lib/dpkg/status.d/dpkg.md5sums', 'a package manager'],
  ['/var/cache/apt/archives', 'a package manager'],
])('%s is %s', (path, expected) => {
  expect(ruleOf(path)).toBe(expected);
});

it.each([
  ['/sbin/ldconfig', true],
  ['/usr/sbin/phpenmod', true],
  ['/usr/lib/php/sessionclean', true],
  ['/usr/local/bin/start', false],
  ['/docker-entrypoint.sh', false],
  ['/srv/app/run', false],
  ['/home/app/run', false],
])("%s is the distribution's own: %s", (path, expected) => {
  expect(isDistributions(path)).toBe(expected);
});
