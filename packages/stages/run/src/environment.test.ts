import { environmentOf } from './environment';

const sources = {
  image: ['PATH=/bin', 'LANG=C'],
  given: [],
  caller: { TOKEN: 'secret', TERM: 'vt100', LANG: 'de' },
  home: '/root',
  hostname: 'coral',
  terminal: false,
};

it('has nothing of the caller', () => {
  expect(environmentOf(sources)).toEqual({ PATH: '/bin', HOSTNAME: 'coral', HOME: '/root', LANG: 'C' });
});

it('has what was asked for, over that of the image', () => {
  expect(
    environmentOf({
      ...sources,
      given: ['TOKEN', 'ABSENT', 'constructor', 'LANG=fr', 'EMPTY=', 'EQUAL=a=b', 'HOME=/x'],
    }),
  ).toEqual({
    PATH: '/bin',
    HOSTNAME: 'coral',
    HOME: '/x',
    LANG: 'fr',
    TOKEN: 'secret',
    EMPTY: '',
    EQUAL: 'a=b',
  });
});

it("has docker's PATH where the image has none, and the kind of terminal there is", () => {
  expect(environmentOf({ ...sources, image: [], terminal: true })).toMatchObject({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    TERM: 'vt100',
  });
  expect(environmentOf({ ...sources, image: ['HOME=/data', 'TERM=dumb'], terminal: true })).toMatchObject({
    HOME: '/data',
    TERM: 'dumb',
  });
});
