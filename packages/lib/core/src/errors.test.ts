import { readFile } from 'node:fs/promises';

import { BasewrightError, reasonOf, systemCodeOf } from './errors';

const missing = (): Promise<unknown> =>
  readFile('/does/not/exist').then(
    () => undefined,
    (error: unknown) => error,
  );

describe('reasonOf', () => {
  it.each([
    [new BasewrightError('BAD_INPUT', 'cannot read a: it is b'), 'cannot read a: it is b'],
    [new Error('because'), 'because'],
    ['thrown as text', 'thrown as text'],
    [undefined, 'undefined'],
  ])('of %s', (thrown, reason) => {
    expect(reasonOf(thrown)).toBe(reason);
  });
});

describe('systemCodeOf', () => {
  it('is that of an error of the file system, or of its cause', async () => {
    const cause = await missing();
    expect(systemCodeOf(cause)).toBe('ENOENT');
    expect(systemCodeOf(new BasewrightError('NOT_FOUND', 'cannot read a: b', { cause }))).toBe('ENOENT');
  });

  it.each([[new Error('none')], [Object.assign(new Error('of Node'), { code: 'ERR_INVALID' })], ['text'], [null]])(
    'is nothing for %s',
    (thrown) => {
      expect(systemCodeOf(thrown)).toBeUndefined();
    },
  );
});

it('carries code, hint and cause', () => {
  const cause = new Error('below');
  const error = new BasewrightError('NOT_FOUND', 'cannot find a: b', { hint: 'look', cause });
  expect(error).toMatchObject({ name: 'BasewrightError', code: 'NOT_FOUND', hint: 'look', cause });
  expect(new BasewrightError('NOT_FOUND', 'cannot').hint).toBeUndefined();
});
