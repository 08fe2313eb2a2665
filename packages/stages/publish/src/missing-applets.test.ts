import { missingApplets } from './missing-applets';

it.each([
  [
    'the same',
    [
      ['ls', 'sh'],
      ['sh', 'ls'],
    ],
    [],
  ],
  ['none', [[], []], []],
  ['one less', [['ls', 'sh'], ['sh']], ['  linux/386 lacks ls']],
  [
    'others',
    [
      ['tc', 'hdparm', 'sh'],
      ['sh', 'ls'],
    ],
    ['  linux/amd64 lacks ls', '  linux/386 lacks hdparm, tc'],
  ],
])('compares platforms with %s', (_what, [first = [], second = []], want) => {
  const platforms = [
    { id: 'linux/amd64', applets: first },
    { id: 'linux/386', applets: second },
  ];
  expect(missingApplets(platforms)).toEqual(want);
});
