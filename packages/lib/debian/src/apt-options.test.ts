import { aptOptions, type AptView, sourcesList } from './apt-options';

const VIEW: AptView = {
  archives: [
    {
      name: 'debian',
      mirror: 'https://m.example/debian/',
      suites: ['trixie', 'sid'],
      components: ['main', 'contrib'],
      keyring: '/k.gpg',
    },
    { name: 'own', mirror: 'file:/own/', suites: ['stable'], components: ['main'], keyring: '/own.gpg' },
  ],
  kind: 'deb-src',
  architectures: ['amd64', 'arm64'],
};

it('lists every suite of every archive once, signed by its keyring alone', () => {
  expect(sourcesList(VIEW)).toBe(
    [
      'deb-src [signed-by=/k.gpg] https://m.example/debian/ trixie main contrib\n',
      'deb-src [signed-by=/k.gpg] https://m.example/debian/ sid main contrib\n',
      'deb-src [signed-by=/own.gpg] file:/own/ stable main\n',
    ].join(''),
  );
});

it('leaves apt nothing of the host but how to reach the network', () => {
  const options = aptOptions({ root: '/store/apt/x', lists: '/store/apt/x/lists' }, VIEW.architectures);
  expect(options.filter((_option, index) => index % 2 === 0)).toEqual(Array(options.length / 2).fill('-o'));
  const values = options.filter((_option, index) => index % 2 === 1);
  const places = values.filter((value) => value.startsWith('Dir::') && !value.endsWith('::srcpkgcache='));
  expect(places.filter((value) => !/=(\/store\/apt\/x\/|pkgcache\.bin$)/.test(value))).toEqual([]);
  expect(values).toEqual(expect.arrayContaining(['APT::Architecture=amd64', 'Dir::State::status=/store/apt/x/status']));
  expect(values.slice(-2)).toEqual(['APT::Architectures::=amd64', 'APT::Architectures::=arm64']);
});
