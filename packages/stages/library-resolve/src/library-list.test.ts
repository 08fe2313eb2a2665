import { parseLibraryList } from './library-list';

const texts = (list: string): string[] => parseLibraryList(list).map(({ text }) => text);

it.each([
  ['one a line', 'libnss\nlibc\n', ['libnss', 'libc']],
  ['the list of the image this is for', 'libstdc++\r\nlibgcc_s,\r\n\tlibz;\r\n', ['libstdc++', 'libgcc_s', 'libz']],
  ['comments and empty lines', '# what ip needs\n\nlibelf # and libmnl\n#libmnl\n', ['libelf']],
  ['stray separators', ',libm|\n libdl:;\\\n"librt"\n', ['libm', 'libdl', 'librt']],
  ['several in a line', 'libz, libm libdl', ['libz', 'libm', 'libdl']],
  ['patterns of a shell', 'libnuma*.so.*\nlibpcre*\nlibz.so.*', ['libnuma', 'libpcre', 'libz']],
  [
    'SONAMEs and paths',
    'libz.so.1\n/usr/lib/{multiarch}/gconv/UTF-16.so',
    ['libz.so.1', '/usr/lib/{multiarch}/gconv/UTF-16.so'],
  ],
  ['a byte order mark', '\ufefflibz\n', ['libz']],
  ['nothing', ' \n,\n', []],
])('reads %s', (_what, list, expected) => {
  expect(texts(list)).toEqual(expected);
});

it('knows the lines', () => {
  expect(parseLibraryList('# a\n\nlibz, libm\r\nlibc')).toEqual([
    { text: 'libz', line: 3 },
    { text: 'libm', line: 3 },
    { text: 'libc', line: 4 },
  ]);
});
