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

it('leaves out what has no name, or says nothing', () => {
  const image = ['', '=x', 'ALONE', 'A B=c', 'PATH=/bin'];
  expect(environmentOf({ ...sources, image })).toEqual({ PATH: '/bin', HOSTNAME: 'coral', HOME: '/root', 'A B': 'c' });
});

it('is refused with the name of the variable that Linux gives no program', () => {
  const most = 'x'.repeat(131_072 - 'LONG='.length - 1);
  expect(environmentOf({ ...sources, image: [`LONG=${most}`] })).toHaveProperty('LONG', most);
  expect(() => environmentOf({ ...sources, image: [`LONG=${most}x`] })).toThrow(
    'cannot run the image: the variable "LONG" has 131073 bytes, and Linux takes 131072',
  );
  const many = Array.from({ length: 20 }, (_none, at) => `V${at}=${'x'.repeat(100_000)}`);
  expect(() => environmentOf({ ...sources, image: many })).toThrow('cannot run the image: its variables have 2000');
});
