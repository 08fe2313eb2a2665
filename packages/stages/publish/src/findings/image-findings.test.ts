import { platformOf } from '@basewright/core';
import { type NodeFacts, type TreeFacts } from '@basewright/tree';

import { type PlatformImage } from '../read-images';
import { imageFindings, withoutAccepted } from './image-findings';

function image(id: string, nodes: Readonly<Record<string, NodeFacts>> = {}): PlatformImage {
  const facts: TreeFacts = { nodes: new Map(Object.entries(nodes)), texts: {}, libraryCache: {}, shells: [] };
  return {
    platform: platformOf(id),
    layers: [],
    sourceDate: 0,
    base: null,
    rootfs: null,
    facts,
    removed: [],
    departures: [],
  };
}

const directory: NodeFacts = { type: 'directory', mode: 0o755 };
const script = (line: string): NodeFacts => ({
  type: 'file',
  mode: 0o755,
  origin: 'rootfs.files[0] (x)',
  program: { kind: 'script', interpreter: line, runs: null, carriageReturn: false },
});

it('tells each finding once, with the platforms that have it, errors first', () => {
  const tree = { '/srv': directory, '/srv/a': script('/bin/bash') };
  const images = [image('linux/amd64', tree), image('linux/arm64', { '/srv': directory })];
  expect(
    imageFindings(images, { entrypoint: ['/srv/serve'], user: 'ghost' }).map(({ kind, platforms }) => [
      kind,
      platforms,
    ]),
  ).toEqual([
    ['unknown-user', ['linux/amd64', 'linux/arm64']],
    ['missing-program', ['linux/amd64', 'linux/arm64']],
    ['missing-interpreter', ['linux/amd64']],
  ]);
});

it('leaves out what is accepted: by name, by the file, by a directory above it', () => {
  const tree = { '/srv': directory, '/srv/a': script('/bin/bash'), '/srvs': script('/bin/bash') };
  const findings = imageFindings([image('linux/amd64', tree)], { entrypoint: ['/srv/serve'] });
  const left = (...accept: Parameters<typeof withoutAccepted>[1]) => {
    const accepted = withoutAccepted(findings, accept);
    return { ...accepted, left: accepted.left.map(({ file }) => file) };
  };
  const reason = 'mounted';
  expect(left()).toEqual({ left: ['/srv/serve', '/srv/a', '/srvs'], unused: [] });
  expect(left({ finding: 'missing-interpreter', reason }).left).toEqual(['/srv/serve']);
  expect(left({ finding: 'missing-interpreter', path: '/srv/', reason }).left).toEqual(['/srv/serve', '/srvs']);
  expect(left({ finding: 'missing-program', path: '/srv/serve', reason }).left).toEqual(['/srv/a', '/srvs']);
  expect(left({ finding: 'missing-program', path: '/opt', reason }, { finding: 'no-shebang', reason })).toEqual({
    left: ['/srv/serve', '/srv/a', '/srvs'],
    unused: [0, 1],
  });
});
