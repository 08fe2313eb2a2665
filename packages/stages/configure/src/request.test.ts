import { optionRequests } from './request';

it('takes names with or without CONFIG_ and true, false, numbers and text as values', () => {
  expect(
    optionRequests({ CONFIG_A: true, B: false, N: 0, S: 'text', T: 'y' }, ['CONFIG_U', ' V ']).map(
      ({ symbol, value, from }) => `${symbol}=${value} ${from}`,
    ),
  ).toEqual([
    'A=y option set',
    'B=n option set',
    'N=0 option set',
    'S=text option set',
    'T=y option set',
    'U=n option unset',
    'V=n option unset',
  ]);
});
