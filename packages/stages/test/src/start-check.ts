import { reasonOf } from '@basewright/core';
import { type ImageRunner } from '@basewright/emulation';
import { runInSandbox } from '@basewright/sandbox';
import { type Start } from '@basewright/tree';

import { type Check, failed, passed, skipped } from './check';

/** A program that runs for so long has started. In an emulator all takes longer. */
const STARTED_AFTER_MS = { native: 2_000, emulated: 20_000 };

/** What a shell says of a command that it cannot start, and of one that a signal ended: illegal instruction, bus, segment. */
const NOT_STARTED = [126, 127, 132, 135, 139];

/** What bubblewrap and qemu-user say of a program that they cannot start; their exit codes are those of any program. */
const REFUSED = /^(bwrap: execvp .*|qemu-\S+: Could not open .*)$/m;

/**
 * Starts what a container of an image would, in a sandbox: read-only, without network, and not as the user of the image. What
 * comes of it is not looked at: one program serves until it is stopped, another one says how it is used. It is started when it
 * still runs after a while, or ends by itself.
 */
export async function startCheck(tree: string, start: Start, runner: ImageRunner): Promise<Check> {
  const [program, ...args] = start.words.map(({ word }) => word);
  if (program === undefined) return skipped('its command starts', 'the image has no entrypoint and no command');
  const name = `${program} starts`;
  if (runner.how === 'none' || runner.how === 'direct') return skipped(name, runner.reason);
  const { env, workingDir } = start;
  try {
    const { stderr } = await runInSandbox({
      root: tree,
      ...runner.start([program, ...args]),
      env: { TZ: null, LC_ALL: null, ...env },
      cwd: workingDir,
      stopAfterMs: STARTED_AFTER_MS[runner.how],
      purpose: `start ${program}`,
      okExitCodes: Array.from({ length: 256 }, (_none, code) => code).filter((code) => !NOT_STARTED.includes(code)),
    });
    const refused = REFUSED.exec(stderr)?.[0];
    return refused === undefined ? passed(name) : failed(name, refused);
  } catch (error) {
    return failed(name, reasonOf(error));
  }
}
