import { posix } from 'node:path';

import { type Member, type RootProgram } from './closure';

/**
 * The symbol versions that are wanted of a library and that it does not define, as the loader finds them at start: one
 * sentence for each file and library. A library that defines none is let pass, as the loader does.
 */
export function versionProblems(programs: readonly RootProgram[], members: readonly Member[]): string[] {
  const names = members.flatMap((member) =>
    [member.imagePath, ...Object.keys(member.links)].map((path) => [posix.basename(path), member] as const),
  );
  const providers = new Map(names);
  const users = [...programs, ...members.map(({ imagePath, elf }) => ({ path: imagePath, elf }))];
  return users.flatMap(({ path, elf }) =>
    Object.entries(elf.versionsNeeded).flatMap(([file, versions]) => {
      const provider = providers.get(file);
      const defined = provider?.elf.versionsDefined ?? [];
      if (provider === undefined || defined.length === 0) return [];
      const absent = versions.filter((version) => !defined.includes(version));
      if (absent.length === 0) return [];
      const { name, version } = provider.found.package;
      return [`${path} needs ${absent.join(', ')} of ${file}, which ${name} ${version} does not define`];
    }),
  );
}
