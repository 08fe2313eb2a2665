import { childrenTimes } from './children-times';

it('adds user and system time of the children', () => {
  expect(childrenTimes('  CC foo.o\n0m0.010000s 0m0.000000s\n1m58.500000s 0m7.250000s\n')).toBeCloseTo(125.75);
});

it('refuses what is none', () => {
  expect(() => childrenTimes('make: done\n')).toThrow('no output of times: make: done');
});
