import { join } from 'node:path';

import { BasewrightError } from './errors';
import { asExecutor, describeFailure } from './executor';
import { openStore } from './store';

describe('describeFailure', () => {
  it("shows a user's mistake as its sentence and hint, without a stack", async () => {
    const error = new BasewrightError('BAD_INPUT', 'cannot use a: it is b', { hint: 'write c' });
    expect(await describeFailure(error, '/')).toBe('\nerror[BAD_INPUT]: cannot use a: it is b\nhint: write c\n');
    expect(await describeFailure(new BasewrightError('BAD_INPUT', 'cannot'), '/')).toBe('\nerror[BAD_INPUT]: cannot\n');
  });

  it('shows where it comes from when Nx is to be verbose', async () => {
    const cause = new RangeError('b is too long');
    const error = new BasewrightError('BAD_INPUT', 'cannot use a: it is b', { cause });
    const before = process.env['NX_VERBOSE_LOGGING'];
    process.env['NX_VERBOSE_LOGGING'] = 'true';
    try {
      const text = await describeFailure(error, '/');
      expect(text).toMatch(/^\nerror\[BAD_INPUT\]: cannot use a: it is b\nBasewrightError: [^]*\n\s+at /);
      expect(text).toMatch(/\ncaused by: RangeError: b is too long\n\s+at /);
    } finally {
      if (before === undefined) delete process.env['NX_VERBOSE_LOGGING'];
      else process.env['NX_VERBOSE_LOGGING'] = before;
    }
  });

  it("tells of the machine's fault that a sentence without a hint has for its cause", async () => {
    const cause = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    const error = new BasewrightError('NOT_FOUND', 'cannot read a: EMFILE', { cause });
    expect(await describeFailure(error, '/')).toBe(
      '\nerror[TOO_MANY_FILES]: cannot read a: EMFILE\nhint: allow more: ulimit -n 4096\n',
    );
    const own = new BasewrightError('BAD_INPUT', 'cannot use a', { cause, hint: 'write b' });
    expect(await describeFailure(own, '/')).toBe('\nerror[BAD_INPUT]: cannot use a\nhint: write b\n');
  });

  it('keeps the stack of anything else', async () => {
    const text = await describeFailure(new TypeError('x is not a function'), '/');
    expect(text).toMatch(/bug in Basewright.*\nTypeError: x is not a function\n\s+at /);
    expect(await describeFailure('thrown as text', '/')).toContain('thrown as text');
  });

  it.each([
    ['of the file system', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })],
    ['of a tool', new BasewrightError('NO_SPACE', 'cannot compile a: cc1 ended')],
  ])('names the place where no room is left, by an error %s', async (_, error) => {
    const text = await describeFailure(error, '/');
    expect(text).toContain('error[NO_SPACE]: cannot go on: no room left on the disk');
    expect(text).toContain(error.message);
    expect(text).toMatch(/\nhint: free some \(\d+ MB are free at \/\); .*BASEWRIGHT_STORE/);
  });

  it('names the store that cannot be written to, and what is denied elsewhere', async () => {
    const { root } = openStore();
    const denied = (path: string): Error => Object.assign(new Error(`EROFS: mkdir '${path}'`), { code: 'EROFS', path });
    const text = await describeFailure(denied(join(root, 'locks')), '/');
    expect(text).toMatch(/^\nerror\[DENIED\]: cannot write to the store .*: EROFS.*\nhint: .*BASEWRIGHT_STORE\n$/);
    expect(await describeFailure(denied('/etc/passwd'), '/')).toMatch(
      /^\nerror\[DENIED\]: cannot go on: read-only file system\n/,
    );
    const inFile = Object.assign(denied(join(root, 'locks')), { code: 'ENOTDIR' });
    expect(await describeFailure(inFile, '/')).toMatch(
      /^\nerror\[DENIED\]: cannot write to the store .*\nhint: .*STORE/,
    );
    const aFile = Object.assign(denied(join(root, 'downloads')), { code: 'EEXIST', syscall: 'mkdir' });
    expect(await describeFailure(aFile, '/')).toMatch(
      /^\nerror\[DENIED\]: cannot use the store .*downloads is a file, where a directory has to be \(remove it\)/,
    );
    const fromNode = Object.assign(denied(root), { code: 'ENOENT', syscall: 'mkdir' });
    expect(await describeFailure(fromNode, '/')).toMatch(
      /^\nerror\[DENIED\]: cannot write to the store .*: read-only file system/,
    );
  });
});

it.each([
  ['EIO', 'DISK_FAILED', 'the disk failed', 'dmesg'],
  ['EAGAIN', 'TOO_MANY_PROCESSES', 'too many processes', 'ulimit -u'],
  ['EMFILE', 'TOO_MANY_FILES', 'too many open files', 'ulimit -n'],
  ['ENFILE', 'TOO_MANY_FILES', 'too many open files on this machine', 'sysctl'],
  ['ENOMEM', 'OUT_OF_MEMORY', 'out of memory', '--parallel=1'],
  ['EACCES', 'DENIED', 'permission denied', 'BASEWRIGHT_STORE'],
  ['EDQUOT', 'NO_SPACE', 'no room left on the disk', 'free some'],
])('says what to do about %s, which is no bug', async (code, ours, what, hint) => {
  const text = await describeFailure(Object.assign(new Error(`${code}: no luck, read`), { code }), '/');
  expect(text).toContain(`error[${ours}]: cannot go on: ${what}\n${code}: no luck, read\nhint: `);
  expect(text).toContain(hint);
  expect(text).not.toContain('bug in Basewright');
});

describe('asExecutor', () => {
  let umask = 0;
  beforeEach(() => (umask = process.umask(0o077)));
  afterEach(() => process.umask(umask));

  it('succeeds when its action does, which runs with a fixed umask', async () => {
    const seen: unknown[] = [];
    const executor = asExecutor((options, { root }) => {
      // Without an argument it is deprecated; this gives what was set as well.
      seen.push(options, root, process.umask(0o022));
      return Promise.resolve();
    });
    expect(await executor({ a: 1 }, { root: '/w' })).toEqual({ success: true });
    expect(seen).toEqual([{ a: 1 }, '/w', 0o022]);
  });

  it('fails without throwing, and says why on standard error', async () => {
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const executor = asExecutor(() => Promise.reject<undefined>(new BasewrightError('BAD_INPUT', 'cannot do a: b')));
      expect(await executor({}, { root: '/' })).toEqual({ success: false });
      expect(written.mock.calls).toEqual([['\nerror[BAD_INPUT]: cannot do a: b\n']]);
    } finally {
      written.mockRestore();
    }
  });
});
