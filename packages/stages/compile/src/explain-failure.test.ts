import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';

import { explainMakeFailure, relevantLines } from './explain-failure';

const ERROR = "/src/coreutils/echo.c:1:10: error: expected '=' before 'x'";

describe('relevantLines', () => {
  it('begins with the first error and leaves out what other jobs said meanwhile', () => {
    const log = [
      '  HOSTCC  scripts/basic/fixdep',
      '/src/a.c:1: warning: unused',
      ERROR,
      '  CC      coreutils/cat.o',
      '    1 | x',
      '  LD      coreutils/built-in.o',
      'make: *** [coreutils/echo.o] Error 1',
    ].join('\n');
    expect(relevantLines(log).split('\n')).toEqual([ERROR, '    1 | x', 'make: *** [coreutils/echo.o] Error 1']);
  });

  it("finds the linker's complaints", () => {
    const log = 'Trying libraries: m resolv\nld: cat.o: in function `main`:\ncat.c: undefined reference to `gone`\n';
    expect(relevantLines(log)).toBe('cat.c: undefined reference to `gone`');
  });

  it('gives the last lines where none says error, and never more than asked', () => {
    const said = Array.from({ length: 30 }, (_none, index) => `line ${index}`);
    expect(relevantLines(said.join('\n'), 2)).toBe('line 28\nline 29');
    expect(relevantLines([ERROR, ...said].join('\n'), 3)).toBe(`${ERROR}\nline 0\nline 1`);
    expect(relevantLines('')).toBe('');
  });
});

describe('explainMakeFailure', () => {
  it('shows what make said, and where the rest is', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'basewright-log-'));
    const log = join(directory, 'x.log');
    try {
      await writeFile(log, `  CC      echo.o\n${ERROR}\n`);
      const failed = new BasewrightError('TOOL_FAILED', 'cannot compile: make ended with exit code 2');
      expect(await explainMakeFailure(failed, 'busybox', log)).toMatchObject({
        code: 'TOOL_FAILED',
        message: `cannot compile busybox:\n${ERROR}`,
        hint: `the whole log is ${log}`,
        cause: failed,
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('leaves other errors alone', async () => {
    const full = new BasewrightError('NO_SPACE', 'cannot go on');
    expect(await explainMakeFailure(full, 'busybox', '/nowhere')).toBe(full);
    const bug = new TypeError('bug');
    expect(await explainMakeFailure(bug, 'busybox', '/nowhere')).toBe(bug);
  });
});
