import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LIBCS } from '@basewright/libcs';
import { inTemporaryDirectory } from '@basewright/testing';

import { allowedFailures, readAllowedFailures } from './allowed-failures';

it.each(LIBCS)('names each test once on %s, with its reason', (libc) => {
  const tests = allowedFailures.filter(({ libcs }) => libcs?.includes(libc) ?? true).map(({ test }) => test);
  expect(tests.filter((test, index) => tests.indexOf(test) !== index)).toEqual([]);
  expect(allowedFailures.filter(({ reason }) => reason.length < 20)).toEqual([]);
  expect(allowedFailures.filter(({ test }) => test !== test.trim() || test.startsWith('FAIL'))).toEqual([]);
});

const reading = (text: string | null): Promise<unknown> =>
  inTemporaryDirectory(async (directory) => {
    if (text !== null) await writeFile(join(directory, 'own.json'), text);
    return readAllowedFailures(join(directory, 'own.json'));
  });

it("reads an image's own", async () => {
  const own = [
    { test: 'date-timezone', reason: 'no zones here', libcs: ['musl'] },
    { test: 'x', reason: 'y' },
  ];
  expect(await reading(JSON.stringify(own))).toEqual(own);
});

it.each([
  ['a file that is not there', null, 'ENOENT'],
  ['no JSON', '[', 'JSON'],
  ['no list', '{"test": "x"}', 'array'],
  ['a failure without a reason', '[{"test": "x"}]', 'reason'],
  ['an empty reason', '[{"test": "x", "reason": ""}]', 'reason'],
  ['a libc there is not', '[{"test": "x", "reason": "y", "libcs": ["newlib"]}]', 'libcs'],
])('refuses %s', async (_, text, says) => {
  await expect(reading(text)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(new RegExp(`^cannot read .*own\\.json: [^]*${says}`)) as string,
  });
});
