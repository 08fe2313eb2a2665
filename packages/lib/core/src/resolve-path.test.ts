import { resolvePath } from './resolve-path';

const link = (path: string, target: string): [string, { type: string; target: string }] => [
  path,
  { type: 'symlink', target },
];
const tree = new Map<string, { type: string; target?: string }>([
  ...['/usr', '/usr/lib', '/run'].map((path): [string, { type: string }] => [path, { type: 'directory' }]),
  ...[link('/lib', 'usr/lib'), link('/lib64', '/lib'), link('/var', '/x'), link('/out', '../../../../run')],
  ...[link('/a', 'b'), link('/b', 'a'), link('/last', 'usr')],
]);

it.each([
  ['/usr/lib/x', '/usr/lib/x'],
  ['/lib/x/y', '/usr/lib/x/y'],
  ['/lib64/x', '/usr/lib/x'],
  ['/var/run', '/x/run'],
  ['/out/x', '/run/x'],
  ['/last', '/usr'],
  ['/', '/'],
  ['/a/x', null],
])('%s leads to %s', (path, expected) => {
  expect(resolvePath(tree, path)).toBe(expected);
});

it('leaves a link at the end alone when asked to', () => {
  expect(resolvePath(tree, '/lib64/last', true)).toBe('/usr/lib/last');
  expect(resolvePath(tree, '/last', true)).toBe('/last');
});
