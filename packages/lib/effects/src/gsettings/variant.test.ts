import { boxed } from './variant';
import { parseVariant } from './variant-text';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const stored = (type: string, source: string): string | undefined => parseVariant(type, source)?.bytes.toString('hex');

// The examples of GVariant's specification, and texts of schemas.
it.each([
  ['s', '"hello world"', hex('hello world\0')],
  ['ms', "'hello world'", hex('hello world\0\0')],
  ['ms', 'nothing', ''],
  ['ab', '[true, false, false, true, true]', '0100000101'],
  ['(si)', "('foo', -1)", `${hex('foo\0')}ffffffff04`],
  ['a(si)', "[('hi', -2), ('bye', -1)]", `${hex('hi\0\0')}feffffff03000000${hex('bye\0')}ffffffff040915`],
  ['as', "['i', 'can', 'has', 'strings?']", `${hex('i\0can\0has\0strings?\0')}02060a13`],
  ['as', '@as []', ''],
  ['aas', "[['i', 'can'], ['e']]", `${hex('i\0can\0')}0206${hex('e\0')}02080b`],
  ['a{sv}', "{'a': <1>, 'b': <true>}", undefined],
  ['(yy)', '(byte 0x70, 0x80)', '7080'],
  ['(iy)', '(96, 112)', '6000000070000000'],
  ['d', '1', '000000000000f03f'],
  ['d', '-inf', '000000000000f0ff'],
  ['u', 'uint32 4294967295', 'ffffffff'],
  ['t', '18446744073709551615', 'ffffffffffffffff'],
  ['s', String.raw`'it\'s \u00e4\n'`, Buffer.from("it's ä\n\0").toString('hex')],
  ['s', ' \n "<Super>a" \n', hex('<Super>a\0')],
])('%s: %s', (type, source, expected) => {
  if (expected !== undefined) expect(stored(type, source)).toBe(expected);
  else expect(parseVariant(type, source)?.type).toBe(type);
});

it.each([
  ['i', '2147483648'],
  ['u', '-1'],
  ['i', '1 2'],
  ['b', 'yes'],
  ['s', "'open"],
  ['s', String.raw`'\u0000'`],
  ['as', "['a'"],
  ['as', "['a' 'b']"],
  ['(si)', "('a')"],
  ['v', '<[]>'],
  ['ay', "b'bytes'"],
  ['?', '1'],
])('refuses %s: %s', (type, source) => {
  expect(parseVariant(type, source)).toBeNull();
});

it('has the type behind a value in a box', () => {
  expect(boxed({ type: 's', bytes: Buffer.from('a\0') }).bytes.toString('latin1')).toBe('a\0\0s');
});
