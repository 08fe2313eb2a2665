import { main } from './main';

/** Calls the program and gives its exit status and what it wrote. */
async function said(...words: readonly string[]): Promise<{ status: number; out: string; error: string }> {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const error = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const umask = process.umask(0o077);
  try {
    const status = await main(words);
    return { status, out: out.mock.calls.join(''), error: error.mock.calls.join('') };
  } finally {
    process.umask(umask);
    out.mockRestore();
    error.mockRestore();
  }
}

it.each([[['--help']], [['run', '--help']], [['publish', '-h']]])('%j: shows how it is used', async (words) => {
  const { status, out, error } = await said(...words);
  expect([status, error]).toEqual([0, '']);
  expect(out).toContain('basewright run [OPTIONS] IMAGE [--] [COMMAND...]');
});

it.each([[[]], [['push']], [['constructor']]])('%j: is no command', async (words) => {
  const { status, out, error } = await said(...words);
  expect([status, out]).toEqual([2, '']);
  expect(error).toContain('basewright publish DIRECTORY [REGISTRY]');
});

it.each([
  [['publish'], 1, 'error[BAD_INPUT]: cannot publish that: it takes one directory and one registry\nhint: '],
  [['publish', '/none'], 1, 'error[NOT_FOUND]: cannot publish '],
  [
    ['publish', '/none', '--fail-on-opne'],
    1,
    'error[BAD_INPUT]: cannot publish with --fail-on-opne: there is no such option\nhint: ',
  ],
  [['run'], 125, 'error[BAD_INPUT]: cannot run nothing: no image is named\nhint: '],
])('%j ends with %i and a message', async (words, status, message) => {
  const failed = await said(...words);
  expect([failed.status, failed.out]).toEqual([status, '']);
  expect(failed.error).toContain(message);
});
