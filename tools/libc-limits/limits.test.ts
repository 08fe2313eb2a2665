import { limitsOf, LIBCS } from '@basewright/libcs';

import failures from './failures.json';
import { firstError } from './first-error';
import { type Journal, journalEntries } from './journal';
import { limitsOfJournal } from './limits-of-journal';

const journal = failures as Journal;

it('is the table that stage configure reads (else: npm run limits)', () => {
  expect(LIBCS.flatMap((libc) => limitsOf(libc))).toEqual(limitsOfJournal(journal.failures));
});

it('tried every symbol that can be set on each libc', () => {
  expect(Object.keys(journal.tried).sort()).toEqual([...LIBCS].sort());
  for (const tried of Object.values(journal.tried)) expect(tried).toBeGreaterThan(1000);
});

it('stops at words of a compiler that nobody has explained', () => {
  const entry = {
    libc: 'musl',
    symbol: 'X',
    value: 'y',
    object: 'x.o',
    error: 'internal error',
    compiledFor: null,
  } as const;
  expect(() => limitsOfJournal([entry])).toThrow('musl: CONFIG_X=y: internal error');
});

it.each([
  ['a/b.c:1:10: fatal error: crypt.h: No such file or directory', 'crypt.h: No such file or directory'],
  ["x.c:7: error: 'Y' undeclared [-Wx]", "'Y' undeclared"],
  ["/usr/bin/ld: x.o: undefined reference to `f'", "undefined reference to 'f'"],
  ['/usr/bin/ld: mode elf_x86_64\n/usr/bin/ld: cannot find -lz: No such file', 'cannot find -lz'],
  ['all is well', null],
])('finds the first error in %j', (said, error) => {
  expect(firstError(said)).toBe(error);
});

it('leaves out what fails because of what it depends on', () => {
  const error = { object: 'a.o', error: 'x.h: No such file or directory' };
  const found = [
    { symbol: 'SELINUX', value: 'y', errors: [error], with: [] },
    { symbol: 'CHCON', value: 'y', errors: [error], with: [{ symbol: 'SELINUX', value: 'y' }] },
  ];
  expect(journalEntries('glibc', found, []).map(({ symbol }) => symbol)).toEqual(['SELINUX']);
});
