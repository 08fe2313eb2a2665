import { makeDirectory } from './file-commands';
import { type TmpfilesContext } from './tmpfiles';

/** Directories that systemd makes for a service, by the setting that names them below a directory (systemd.exec(5)). */
const DIRECTORIES = {
  RuntimeDirectory: '/run',
  StateDirectory: '/var/lib',
  CacheDirectory: '/var/cache',
  LogsDirectory: '/var/log',
  ConfigurationDirectory: '/etc',
} as const;

/** Makes the directories that a service has when it starts, of the user that it runs as: nobody starts it through systemd here. */
export function applyService(text: string, context: TmpfilesContext): void {
  const { tree, accounts } = context;
  const setting = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.trim();
  // A user that is made when the service starts has no number yet.
  if (setting('DynamicUser') === 'yes') return;
  const user = accounts.user(setting('User') ?? 'root');
  const group = setting('Group');
  const owner = user?.name ?? '0';
  const gid = (group === undefined ? undefined : accounts.group(group)?.gid) ?? user?.gid ?? 0;
  for (const [name, below] of Object.entries(DIRECTORIES)) {
    const mode = parseInt(setting(`${name}Mode`) ?? '755', 8);
    for (const word of (setting(name) ?? '').split(/\s+/)) {
      // The part after a colon is a link to it; with specifiers, it is another one for each service.
      const path = `${below}/${word.split(':')[0] ?? ''}`;
      if (word === '' || word.includes('%') || tree.at(path) !== undefined) continue;
      makeDirectory(path, mode, context);
      const node = tree.at(path);
      if (node !== undefined) tree.put(path, { ...node, owner, group: String(gid) });
    }
  }
}
