import { chainsTo } from './find-library';
import { findText } from './find-text';

const ELF = { file: 'libelf.so.1', path: '/usr/lib/x86_64-linux-gnu/libelf.so.1', packages: ['libelf1t64'] };

it('chainsTo goes the shortest way from each user back to what nothing needs', () => {
  const members = [
    { imagePath: '/lib/libz.so.1', neededBy: ['/lib/libelf.so.1', 'libraries: z'] },
    { imagePath: '/lib/libelf.so.1', neededBy: ['/lib/libbpf.so.1', '/usr/bin/ip'] },
    { imagePath: '/lib/libbpf.so.1', neededBy: ['/usr/bin/ip', '/lib/liba.so.1'] },
    // Two that need each other, as libc.so.6 and its loader do.
    { imagePath: '/lib/liba.so.1', neededBy: ['/lib/libb.so.1'] },
    { imagePath: '/lib/libb.so.1', neededBy: ['/lib/liba.so.1'] },
  ];
  expect(chainsTo('/lib/libz.so.1', members)).toEqual([
    ['/usr/bin/ip', '/lib/libelf.so.1', '/lib/libz.so.1'],
    ['libraries: z', '/lib/libz.so.1'],
  ]);
  expect(chainsTo('/lib/libelf.so.1', members)).toEqual([
    ['/usr/bin/ip', '/lib/libbpf.so.1', '/lib/libelf.so.1'],
    ['/usr/bin/ip', '/lib/libelf.so.1'],
  ]);
});

it('says which package has it, where it is in the image, and why', () => {
  const chains = [['/usr/bin/ip', '/lib/libbpf.so.1', '/lib/libelf.so.1']];
  const inImage = { path: '/lib/libelf.so.1', package: 'libelf1t64', version: '0.192-4', chains, stub: false };
  expect(findText([{ ...ELF, inImage }], 'linux/amd64')).toBe(
    [
      'libelf.so.1',
      '  package       libelf1t64 0.192-4',
      '  in Debian     /usr/lib/x86_64-linux-gnu/libelf.so.1',
      '  in the image  /lib/libelf.so.1 (linux/amd64)',
      '  because of    /usr/bin/ip -> /lib/libbpf.so.1 -> /lib/libelf.so.1',
    ].join('\n'),
  );
});

it('says how to add what is not there', () => {
  const elsewhere = {
    file: 'x.so',
    path: '/usr/lib/x86_64-linux-gnu/plugins/x.so',
    packages: ['a', 'b'],
    inImage: null,
  };
  expect(findText([{ ...ELF, inImage: null }, elsewhere], 'linux/amd64')).toBe(
    [
      'libelf.so.1',
      '  package       libelf1t64',
      '  in Debian     /usr/lib/x86_64-linux-gnu/libelf.so.1',
      '  in the image  no (linux/amd64)',
      '  to add it     "libraries": ["libelf.so.1"]',
      'x.so',
      '  package       a or b',
      '  in Debian     /usr/lib/x86_64-linux-gnu/plugins/x.so',
      '  in the image  no (linux/amd64)',
      '  to add it     "libraries": ["/usr/lib/x86_64-linux-gnu/plugins/x.so"]',
    ].join('\n'),
  );
});

it('tells of the first twenty only', () => {
  const many = Array.from({ length: 22 }, (_none, index) => ({ ...ELF, file: `lib${index}.so.1`, inImage: null }));
  expect(findText(many, 'linux/amd64')).toMatch(/\nand 2 more: write more of the name$/);
});
