import { makeDirectory, type Making, writeFile } from './file-commands';
import { makeSchemas } from './gsettings/make-schemas';
import { type Status } from './script-host';

/** What switches a module of a server or an interpreter on; null where it is not understood. */
type ModuleCommand = (args: readonly string[], making: Making) => Status;

function link(path: string, target: string, { tree, by }: Making): void {
  if (tree.at(path, true) !== undefined) return;
  tree.put(path, { type: 'symlink', mode: 0o777, owner: '0', group: '0', target, madeBy: by });
}

/** The parts of the web server that a2enmod(8) and its like switch on: the directory, and the ends of names. */
const APACHE = {
  a2enmod: { kind: 'mods', ends: ['.load', '.conf'] },
  a2enconf: { kind: 'conf', ends: ['.conf'] },
  a2ensite: { kind: 'sites', ends: ['.conf'] },
} as const;

/** Of a module also what its file says that it depends on. */
function enableApache(name: keyof typeof APACHE): ModuleCommand {
  return (args, making) => {
    const { kind, ends } = APACHE[name];
    const enable = (one: string): boolean => {
      const there = ends.filter((end) => making.tree.at(`/etc/apache2/${kind}-available/${one}${end}`) !== undefined);
      const depends = /^# Depends: *(.*)$/m.exec(making.tree.text(`/etc/apache2/${kind}-available/${one}.load`) ?? '');
      for (const other of depends?.[1]?.split(/[ ,]+/) ?? [])
        if (making.tree.at(`/etc/apache2/${kind}-enabled/${other}.load`, true) === undefined) enable(other);
      for (const end of there)
        link(`/etc/apache2/${kind}-enabled/${one}${end}`, `../${kind}-available/${one}${end}`, making);
      writeFile(`/var/lib/apache2/${STATES[kind]}/enabled_by_maint/${one}`, { text: '' }, making);
      return there.length > 0;
    };
    return args.filter((word) => !word.startsWith('-')).every(enable);
  };
}

/** As a2enmod(8) names where it notes who switched something on. */
const STATES = { mods: 'module', conf: 'conf', sites: 'site' } as const;

/** `php_invoke enmod VERSION SAPI|ALL MODULE`, of php-common's php-maintscript-helper: what phpenmod(8) makes for each SAPI that is there. */
const enablePhp: ModuleCommand = ([verb, version = '', wanted = '', module = ''], making) => {
  const { tree } = making;
  if (verb !== 'enmod' || module === '') return null;
  const ini = `/etc/php/${version}/mods-available/${module}.ini`;
  if (tree.at(ini) === undefined) return false;
  const priority = /^;\s*priority\s*=\s*(\d+)\s*$/m.exec(tree.text(ini) ?? '')?.[1] ?? '20';
  const directory = `/usr/lib/php/${version}/sapi`;
  const there = tree.matching(`${directory}/*`).map((path) => path.slice(directory.length + 1));
  const state = `/var/lib/php/modules/${version}`;
  writeFile(`${state}/registry/${module}`, { text: '' }, making);
  for (const sapi of there.filter((one) => wanted === 'ALL' || one === wanted)) {
    makeDirectory(`/etc/php/${version}/${sapi}/conf.d`, 0o755, making);
    link(`/etc/php/${version}/${sapi}/conf.d/${priority}-${module}.ini`, ini, making);
    writeFile(`${state}/${sapi}/enabled_by_maint/${module}`, { text: '' }, making);
  }
  return true;
};

/** `update-shells`, of debianutils: /etc/shells has those that packages list. */
const updateShells: ModuleCommand = (_args, making) => {
  const { tree } = making;
  const lines = (path: string): string[] => (tree.text(path) ?? '').split('\n').filter((line) => /^\//.test(line));
  const known = lines('/etc/shells');
  const listed = tree.matching('/usr/share/debianutils/shells.d/*').flatMap(lines);
  const added = [...new Set(listed)].filter((shell) => !known.includes(shell) && tree.at(shell) !== undefined);
  if (added.length === 0) return true;
  const before = tree.text('/etc/shells') ?? '# /etc/shells: valid login shells\n';
  writeFile('/etc/shells', { text: before + added.map((shell) => `${shell}\n`).join('') }, making);
  return true;
};

/** By the name of the command. */
export const MODULE_COMMANDS: Readonly<Record<string, ModuleCommand>> = {
  a2enmod: enableApache('a2enmod'),
  a2enconf: enableApache('a2enconf'),
  a2ensite: enableApache('a2ensite'),
  php_invoke: enablePhp,
  'update-shells': updateShells,
  'glib-compile-schemas': makeSchemas,
};
