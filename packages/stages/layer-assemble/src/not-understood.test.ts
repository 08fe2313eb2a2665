import { notUnderstood, scriptMessages } from './not-understood';

const line = (name: string, text: string): { package: string; line: string } => ({ package: name, line: text });

it('has each line once, with its script', () => {
  const unknown = { package: 'a', script: 'postinst', text: 'frob', outcome: 'unknown' } as const;
  const made = { ...unknown, outcome: 'made' } as const;
  expect(notUnderstood({ lines: [unknown, made, unknown] })).toEqual([line('a', 'postinst: frob')]);
  expect(notUnderstood(null)).toEqual([]);
});

it('warns of a line that names what the image has, and tells the packages of the others together', () => {
  const entry = {
    path: '/usr/share/glib-2.0/schemas',
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    origin: '',
  } as const;
  const lines = [
    line('libglib', 'postinst: /usr/lib/glib-compile-schemas "/usr/share/glib-2.0/schemas" || true'),
    line('other', 'postinst: /usr/share/glib-2.0/schemas --of-its-own'),
    line('third', 'postinst: frob /etc/gone'),
    line('third', 'postinst: frob /etc/$x'),
  ];
  expect(scriptMessages(lines, { plan: [entry], base: new Map() })).toEqual({
    warnings: [
      'package libglib: what its script would change here is not made: postinst: /usr/lib/glib-compile-schemas "/usr/share/glib-2.0/schemas" || true',
    ],
    others: ['other', 'third'],
  });
});
