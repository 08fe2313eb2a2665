import { withAppletPaths } from './applet-paths';
import { type CompileOutput } from './compile';

const applets = [
  { name: 'linuxrc', path: '/linuxrc' },
  { name: 'ls', path: '/bin/ls' },
  { name: 'httpd', path: '/usr/sbin/httpd' },
];
const compiled = { version: '1.38.0', applets } as unknown as CompileOutput;

it("has applets at BusyBox's own paths, unless all are wanted in /bin", () => {
  expect(withAppletPaths(compiled)).toBe(compiled);
  expect(withAppletPaths(compiled, 'bin')).toEqual({
    version: '1.38.0',
    applets: [
      { name: 'linuxrc', path: '/bin/linuxrc' },
      { name: 'ls', path: '/bin/ls' },
      { name: 'httpd', path: '/bin/httpd' },
    ],
  });
});
