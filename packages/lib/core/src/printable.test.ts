import { printable } from './printable';

it('spells control characters out, but for line breaks and tabs', () => {
  expect(printable('a\n\tb\x1b[31mc\r\x9b\x7f')).toBe('a\n\tb\\x1b[31mc\\x0d\\x9b\\x7f');
});
