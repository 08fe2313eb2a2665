import { exec } from '@basewright/core';

import { inOwnTerminal } from './own-terminal';

it('runs a command in another terminal, word for word, and gives its exit status', async () => {
  const words = ["it's", '$HOME `x` "y"', '', 'a\nb'];
  const script = 'printf "<%s>" "$@"; test -t 0 && test -t 1 && exit 7';
  const [program = '', ...args] = inOwnTerminal(['sh', '-c', script, 'sh', ...words]);
  const { stdout, exitCode } = await exec(program, args, { okExitCodes: [7] });
  expect(stdout.replaceAll('\r\n', '\n')).toBe(words.map((word) => `<${word}>`).join(''));
  expect(exitCode).toBe(7);
});
