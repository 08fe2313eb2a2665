import { type InstalledNode, type InstalledTree } from './installed-tree';

/** A link of a group of alternatives that follows another one. */
interface Slave {
  readonly link: string;
  readonly name: string;
  readonly path: string;
}

/** One of the programs that can be behind a link (update-alternatives(1)). */
export interface Alternative extends Slave {
  readonly priority: number;
  readonly slaves: readonly Slave[];
  /** The package whose script offers it. */
  readonly by: string;
}

/** Where update-alternatives keeps its links, and what it knows. */
const LINKS = '/etc/alternatives';
const DATABASE = '/var/lib/dpkg/alternatives';

/** Reads the arguments of `update-alternatives --install`; null where they are something else. */
export function parseAlternative(args: readonly string[], by: string): Alternative | null {
  const at = args.indexOf('--install');
  const [link, name, path, priority] = args.slice(at + 1);
  if (at < 0 || link === undefined || name === undefined || path === undefined || !/^-?\d+$/.test(priority ?? ''))
    return null;
  const slaves: Slave[] = [];
  for (let next = at + 5; next < args.length; next += 1) {
    if (args[next] !== '--slave' && args[next] !== '--follower') continue;
    const [slaveLink, slaveName, slavePath] = args.slice(next + 1);
    if (slaveLink === undefined || slaveName === undefined || slavePath === undefined) return null;
    slaves.push({ link: slaveLink, name: slaveName, path: slavePath });
    next += 3;
  }
  return { link, name, path, priority: Number(priority), slaves, by };
}

/**
 * Makes the links of all alternatives, each to the one with the highest priority whose file is there, as the mode auto does; of
 * equals the first. A file that is no link and comes from a package stays. `isWanted` says whether an image has a place for a
 * link: not for those of manual pages. The database is written where dpkg is in the image.
 */
export function makeAlternatives(
  tree: InstalledTree,
  alternatives: readonly Alternative[],
  isWanted: (path: string) => boolean,
): void {
  const names = [...new Set(alternatives.map(({ name }) => name))].sort();
  for (const name of names) {
    const offered = alternatives.filter((one) => one.name === name && tree.at(one.path) !== undefined);
    const best = [...offered].sort((a, b) => b.priority - a.priority)[0];
    if (best === undefined) continue;
    const links = [best, ...best.slaves].filter(({ link, path }) => isWanted(link) && tree.at(path) !== undefined);
    for (const { link, name: own, path } of links) {
      const there = tree.at(link, true);
      // What a base brings without a package gives way.
      if (there !== undefined && there.type !== 'symlink' && there.madeBy === null && there.isOfBase !== true) continue;
      tree.put(`${LINKS}/${own}`, linkNode(path, best.by));
      tree.put(link, linkNode(`${LINKS}/${own}`, best.by));
    }
    if (tree.at('/usr/bin/dpkg') !== undefined) {
      const content = { text: databaseEntry(best, offered) };
      const node = { type: 'file', mode: 0o644, owner: '0', group: '0', content, madeBy: best.by } as const;
      tree.put(`${DATABASE}/${name}`, node);
    }
  }
}

function linkNode(target: string, madeBy: string): InstalledNode {
  return { type: 'symlink', mode: 0o777, owner: '0', group: '0', target, madeBy };
}

/** See update-alternatives.c: the mode, the link, the slaves and their links, an empty line, and each that is offered. */
function databaseEntry({ link, slaves }: Alternative, offered: readonly Alternative[]): string {
  const names = [...new Map(offered.flatMap((one) => one.slaves).map((one) => [one.name, one.link])).entries()];
  const sorted = [...new Map([...names, ...slaves.map((one): [string, string] => [one.name, one.link])])].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const choices = [...offered]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((one) => [
      one.path,
      String(one.priority),
      ...sorted.map(([name]) => one.slaves.find((slave) => slave.name === name)?.path ?? ''),
    ]);
  return `${['auto', link, ...sorted.flat(), '', ...choices, ''].join('\n')}\n`;
}
