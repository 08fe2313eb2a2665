import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';

import { type Member, type RootProgram } from './closure';

/**
 * Checks that every symbol version wanted of a library is one it defines, as the loader does at start. A library that
 * defines none is let pass, as the loader does. Throws CHECK_FAILED with every version that is lacking.
 */
export function assertVersions(programs: readonly RootProgram[], members: readonly Member[]): void {
  const providers = new Map(members.map((member) => [posix.basename(member.imagePath), member]));
  const users = [...programs, ...members.map(({ imagePath, elf }) => ({ path: imagePath, elf }))];
  const lacking = users.flatMap(({ path, elf }) =>
    Object.entries(elf.versionsNeeded).flatMap(([file, versions]) => {
      const provider = providers.get(file);
      const defined = provider?.elf.versionsDefined ?? [];
      if (provider === undefined || defined.length === 0) return [];
      const absent = versions.filter((version) => !defined.includes(version));
      if (absent.length === 0) return [];
      const { name, version } = provider.found.package;
      return [`  ${path} needs ${absent.join(', ')} of ${file}, which ${name} ${version} does not define`];
    }),
  );
  if (lacking.length === 0) return;
  throw new BasewrightError('CHECK_FAILED', `cannot use these libraries together:\n${lacking.join('\n')}`, {
    hint: 'the toolchain and the libraries must come from one suite; refresh the lock file with `nx g @basewright/nx:lock`',
  });
}
