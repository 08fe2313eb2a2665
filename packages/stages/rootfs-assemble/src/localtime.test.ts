import { utcTimeZone } from './localtime';

it('is the UTC file of the time zone database, byte for byte', () => {
  const block =
    '545a6966320000000000000000000000000000000000000000000000000000000000000000000001000000040000000000005554' + '4300';
  expect(Buffer.from(utcTimeZone()).toString('hex')).toBe(block + block + Buffer.from('\nUTC0\n').toString('hex'));
  expect(utcTimeZone()).toHaveLength(114);
});
