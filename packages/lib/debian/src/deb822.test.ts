import { parseStanzas } from './deb822';

it('reads fields as they are written, and stanzas apart from one another', () => {
  expect(parseStanzas('Package: dash\nVersion: 0.5.12-12\n\n\nPackage: a\n')).toEqual([
    { Package: 'dash', Version: '0.5.12-12' },
    { Package: 'a' },
  ]);
});

it('keeps the lines of a folded field, without their indentation', () => {
  const text = 'Checksums-Sha256:\n 34f9 2536016 busybox.tar.bz2\n 0aa1 60 busybox.dsc\nDirectory: pool\n';
  expect(parseStanzas(text)).toEqual([
    { 'Checksums-Sha256': '\n34f9 2536016 busybox.tar.bz2\n0aa1 60 busybox.dsc', Directory: 'pool' },
  ]);
});

it.each([
  ['a value with a colon', 'Homepage: https://a.example:80/b', { Homepage: 'https://a.example:80/b' }],
  ['no blank after the colon', 'Size:12', { Size: '12' }],
  ['an empty value', 'Tag:', { Tag: '' }],
  ['a field of the name of a member of objects', 'constructor: a\n b', { constructor: 'a\nb' }],
  ['a continuation with nothing before it', ' lost\nA: b', { A: 'b' }],
])('takes %s', (_, text, stanza) => {
  expect(parseStanzas(text)).toEqual([stanza]);
});

it('finds nothing in nothing', () => {
  expect(parseStanzas('\n \n\n')).toEqual([]);
});

it('takes __proto__ for a field like others', () => {
  const [stanza] = parseStanzas('__proto__: a\n b\nPackage: c');
  expect(Object.entries(stanza ?? {})).toEqual([
    ['__proto__', 'a\nb'],
    ['Package', 'c'],
  ]);
});
