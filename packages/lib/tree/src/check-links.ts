import { resolvePath } from '@basewright/core';

import { isBelow } from './check-start';
import { type Finding } from './finding';
import { type Start } from './start';
import { isAuthors, type NodeFacts, OF_PROGRAMS, type TreeFacts } from './tree-facts';

/** Where a runtime or the program itself puts files: a link there is right, whatever the image has. */
const LATER: readonly string[] = ['/dev', '/media', '/mnt', '/proc', '/run', '/sys', '/tmp', '/var/run', '/var/tmp'];

/** Links that lead in a circle, and those that lead to nothing where somebody asked for the link itself. */
export function linkFindings({ nodes }: TreeFacts, { volumes }: Pick<Start, 'volumes'>): Finding[] {
  const later = [...LATER, ...volumes];
  return [...nodes].flatMap(([path, node]): Finding[] => {
    if (node.type !== 'symlink') return [];
    const found = { file: path, package: null, place: node.origin ?? 'from' };
    const end = resolvePath(nodes, path);
    if (end === null) {
      if (!isAuthors(node)) return [];
      const severity = isAskedFor(node) ? 'error' : 'warning';
      const problem = `is a link that leads in a circle (${node.target ?? ''})`;
      return [{ ...found, kind: 'link-circle', severity, need: null, problem }];
    }
    if (!isAskedFor(node) || nodes.has(end) || later.some((directory) => isBelow(end, directory))) return [];
    const problem = `is a link to ${end}, which is not in the image`;
    return [{ ...found, kind: 'dangling-link', severity: 'warning', need: end, problem }];
  });
}

/** Trees that are copied may have links for other places. */
function isAskedFor({ origin }: NodeFacts): boolean {
  return origin === OF_PROGRAMS || origin?.startsWith('rootfs.links') === true;
}
