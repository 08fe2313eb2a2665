/**
 * The command line that runs another one in a terminal of its own, with the size of ours and its keys passed on: in ours a
 * command could type for the user (ioctl_tty(2), TIOCSTI; docker makes a terminal, too). It ends with the command's
 * status, and is killed when we are. script(1) takes a command for the shell.
 */
export function inOwnTerminal(commandLine: readonly string[]): string[] {
  const command = `exec ${commandLine.map(quoted).join(' ')}`;
  return ['setpriv', '--pdeathsig', 'KILL', '--', 'script', '--quiet', '--return', '--command', command, '/dev/null'];
}

/** A word for sh(1) with nothing left to expand. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
