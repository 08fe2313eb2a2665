import { openStore } from './store';

it.each([
  ['where BASEWRIGHT_STORE says', { BASEWRIGHT_STORE: '/s', XDG_CACHE_HOME: '/c', HOME: '/h' }, '/s/v1'],
  ['in the XDG cache directory', { XDG_CACHE_HOME: '/c', HOME: '/h' }, '/c/basewright/v1'],
  ['in the home directory', { HOME: '/h' }, '/h/.cache/basewright/v1'],
])('is %s', (_, environment, root) => {
  const { root: found, ...directories } = openStore(environment);
  expect(found).toBe(root);
  for (const [name, path] of Object.entries(directories)) expect(path).toBe(`${root}/${name}`);
});

it('is an absolute path also where a relative one was given', () => {
  expect(openStore({ BASEWRIGHT_STORE: 'here' }).root).toBe(`${process.cwd()}/here/v1`);
});
