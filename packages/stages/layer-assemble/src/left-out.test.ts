import { isLeftOut, mergedPath } from './left-out';

it.each([
  ['/usr/share/man/man1/ls.1.gz', true],
  ['/usr/share/man', true],
  ['/usr/share/manpages', false],
  ['/usr/share/doc/nginx/README', true],
  ['/usr/share/doc/nginx/copyright', false],
  ['/usr/share/doc/nginx/copyright/x', true],
  ['/usr/share/doc/libstdc++6', false],
  ['/etc/init.d/nginx', true],
  ['/etc/rc2.d/S01nginx', true],
  ['/etc/cron.daily/x', true],
  ['/etc/crontab', false],
  ['/usr/lib/systemd/system/nginx.service', true],
  ['/usr/lib/x86_64-linux-gnu/libsystemd.so.0', false],
  ['/lib', true],
  ['/libx', false],
])('%s is left out: %s', (path, expected) => {
  expect(isLeftOut(path)).toBe(expected);
});

it.each([
  ['/bin/sh', '/usr/bin/sh'],
  ['/lib64/ld.so', '/usr/lib64/ld.so'],
  ['/bin', '/bin'],
  ['/library/x', '/library/x'],
  ['/usr/bin/sh', '/usr/bin/sh'],
])('%s is where merged-/usr has %s', (path, expected) => {
  expect(mergedPath(path)).toBe(expected);
});
