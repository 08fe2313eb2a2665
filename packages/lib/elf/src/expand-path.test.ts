import { platformOf } from '@basewright/core';

import { expandPath } from './expand-path';

const amd64 = platformOf('linux/amd64');

it.each([
  ['$ORIGIN/../private', '/usr/lib/private'],
  ['${ORIGIN}', '/usr/lib/a'],
  ['$ORIGINAL', undefined],
  ['/opt/${LIB}', '/opt/lib/x86_64-linux-gnu'],
  ['/opt/$LIB/x', '/opt/lib/x86_64-linux-gnu/x'],
  ['/opt/$PLATFORM', undefined],
  ['private', undefined],
  ['/opt//a/', '/opt/a/'],
])('%s', (written, expected) => {
  expect(expandPath([written], amd64, '/usr/lib/a')).toEqual(expected === undefined ? [] : [expected]);
});
