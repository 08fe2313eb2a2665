import { answeredNames } from './answered-names';

const ls = { name: 'ls', path: '/bin/ls' };
const sh = { name: 'sh', path: '/bin/sh' };
const ON = 'CONFIG_LFS=y\nCONFIG_BUSYBOX=y\n';

it.each([
  ['several applets', [ls, sh], ON, ['busybox', 'ls', 'sh']],
  ['several applets without CONFIG_BUSYBOX', [ls, sh], '# CONFIG_BUSYBOX is not set\n', ['ls', 'sh']],
  ['one applet, which is the program', [ls], ON, ['ls']],
  ['none', [], ON, ['busybox']],
])('of %s', (_what, applets, config, names) => {
  expect([...answeredNames({ applets }, config)]).toEqual(names);
});
