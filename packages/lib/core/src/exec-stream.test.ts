import { type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { BasewrightError } from './errors';
import { execStream } from './exec-stream';

const discard = async (stream: Readable): Promise<void> => {
  await text(stream);
};
const purpose = 'read the tape';

it('hands over what a program writes, as it comes', async () => {
  let output = '';
  await execStream('sh', ['-c', 'echo one; echo two'], {
    purpose,
    read: async (stream) => void (output = await text(stream)),
  });
  expect(output).toBe('one\ntwo\n');
});

it.each<[string, readonly [string, ...string[]], string, string]>([
  [
    'is not installed',
    ['no-such-program'],
    'MISSING_PREREQUISITE',
    'cannot read the tape: no-such-program is not installed',
  ],
  ['cannot be started', ['/etc/passwd'], 'TOOL_FAILED', 'cannot read the tape: cannot start /etc/passwd: '],
  [
    'fails',
    ['sh', '-c', 'echo why >&2; exit 3'],
    'TOOL_FAILED',
    'cannot read the tape: sh ended with exit code 3\nwhy',
  ],
  ['is killed', ['sh', '-c', 'kill -9 $$'], 'TOOL_FAILED', 'cannot read the tape: sh was ended by SIGKILL'],
])('says so when the program %s', async (_, [program, ...args], code, message) => {
  const running = execStream(program, args, { purpose, read: discard });
  await expect(running).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
});

it.each<[string, Error, string]>([
  ['in words', new Error('no tape'), 'cannot read the tape: no tape'],
  ['with a code', new BasewrightError('BAD_INPUT', 'cannot play it'), 'cannot play it'],
])('ends a program that would write for ever when the reader fails %s', async (_, error, message) => {
  const running = execStream('yes', [], { purpose, read: () => Promise.reject(error) });
  await expect(running).rejects.toThrow(message);
});

it('names the program that failed, not the reader of its half output', async () => {
  const read = async (stream: Readable): Promise<void> => {
    await text(stream);
    throw new Error('unexpected end of the tape');
  };
  const running = execStream('sh', ['-c', 'echo half; echo torn >&2; exit 3'], { purpose, read });
  await expect(running).rejects.toThrow('cannot read the tape: sh ended with exit code 3\ntorn');
});

it('says nothing of what a program complains about once its reader has failed', async () => {
  const read = async (stream: Readable): Promise<void> => {
    await new Promise((resolve) => stream.once('readable', resolve));
    throw new Error('no tape');
  };
  const complains = 'trap "" TERM PIPE; while echo more; do :; done 2>/dev/null; echo broken >&2; exit 1';
  const running = execStream('sh', ['-c', complains], { purpose, read });
  await expect(running).rejects.toThrow(/^cannot read the tape: no tape$/);
});
