import { createWriteStream } from 'node:fs';

import { inTemporaryDirectory } from '@basewright/testing';

import { exec, tailOf } from './exec';

it('gives what a program wrote, to either stream', async () => {
  const { stdout, stderr, exitCode } = await exec('sh', ['-c', 'echo out; echo err >&2']);
  expect([stdout, stderr, exitCode]).toEqual(['out\n', 'err\n', 0]);
});

it('passes arguments as they are, and standard input', async () => {
  const odd = 'a b; $(c) "d" \'e\'\n*';
  expect((await exec('printf', ['%s', odd])).stdout).toBe(odd);
  expect((await exec('cat', [], { input: 'given' })).stdout).toBe('given');
  expect((await exec('cat', [])).stdout).toBe('');
});

it("hands on nothing of the user's environment but where programs are", async () => {
  process.env['BASEWRIGHT_SECRET'] = 'x';
  try {
    const names = (await exec('env', [])).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.sort()).toEqual(['HOME', 'LC_ALL', 'PATH', 'TZ']);
    expect((await exec('env', [], { env: { PATH: '/usr/bin:/bin', A: 'b' } })).stdout).toBe(
      'PATH=/usr/bin:/bin\nA=b\n',
    );
  } finally {
    delete process.env['BASEWRIGHT_SECRET'];
  }
});

it('runs where it is told to', () =>
  inTemporaryDirectory(async (directory) => {
    expect((await exec('pwd', [], { cwd: directory })).stdout.trim()).toBe(directory);
  }));

it('says what a program was for, how it ended and its last lines', async () => {
  const failing = exec('sh', ['-c', 'seq 30; echo why >&2; exit 3'], { purpose: 'count', logPath: '/logs/count' });
  await expect(failing).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  const { message } = (await failing.catch((error: unknown) => error as Error)) as Error;
  const [first, ...tail] = message.split('\n');
  expect(first).toBe('cannot count: sh ended with exit code 3 (whole log: /logs/count)');
  expect(tail).toHaveLength(20);
  expect(tail.at(-1)).toBe('why');
});

it('takes exit codes it is told to take', async () => {
  expect((await exec('sh', ['-c', 'exit 1'], { okExitCodes: [1] })).exitCode).toBe(1);
  await expect(exec('sh', ['-c', 'exit 2'], { okExitCodes: [1] })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
});

it.each([
  ['a signal', ['-c', 'kill -TERM $$'], {}, 'cannot run sh: sh was ended by SIGTERM'],
  ['the time it has', ['-c', 'exec sleep 20'], { timeoutMs: 200 }, 'cannot run sh: sh did not end within 200 ms'],
])('says that %s ended it', async (_, args, options, message) => {
  await expect(exec('sh', args, options)).rejects.toMatchObject({ code: 'TOOL_FAILED', message });
});

it('knows a full disk by what the program says', async () => {
  const full = exec('sh', ['-c', 'echo "write error: No space left on device" >&2; exit 1']);
  await expect(full).rejects.toMatchObject({ code: 'NO_SPACE' });
});

it.each([
  ['flock', 'util-linux'],
  ['nowhere', 'nowhere'],
])('names the package of %s where it is not installed', async (program, name) => {
  const env = { PATH: '/does/not/exist' };
  await expect(exec(program, [], { env, purpose: 'lock a' })).rejects.toMatchObject({
    code: 'MISSING_PREREQUISITE',
    message: `cannot lock a: ${program} is not installed`,
    hint: expect.stringContaining(`apt-get install ${name})`) as string,
  });
});

it.each([
  ['the last lines', 'a\nb\nc\n', 2, 'b\nc'],
  ['all there are', 'a\n', 20, 'a'],
  ['only lines that say something', 'a\n\n  \nb\n\n', 2, 'a\nb'],
  ['nothing', '\n\n', 3, ''],
  ['nothing of nothing', undefined, 3, ''],
])('gives %s', (_, output, lines, tail) => {
  expect(tailOf(output, lines)).toBe(tail);
});

it('ends a program whose log cannot be written, as on a full disk, and says so', async () => {
  const log = createWriteStream('/dev/full');
  await expect(exec('yes', [], { log, purpose: 'say yes' })).rejects.toMatchObject({
    code: 'NO_SPACE',
    message: expect.stringMatching(/^cannot say yes: cannot write its log: ENOSPC/) as string,
  });
});

it('ends a program that takes more than it may, and says what is missing, limited or not', async () => {
  const endless = exec('sh', ['-c', 'while :; do :; done'], { limits: { cpuSeconds: 1 } });
  await expect(endless).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    message: 'cannot run sh: sh was ended by SIGXCPU',
  });
  const missing = exec('no-such-program', [], { limits: { fileBytes: 1 }, okExitCodes: [127] });
  await expect(missing).rejects.toMatchObject({ code: 'MISSING_PREREQUISITE' });
});
