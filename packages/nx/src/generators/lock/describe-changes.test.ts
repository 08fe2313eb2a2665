import { type DebianPackage } from '@basewright/core';
import { emptyLock, withSets } from '@basewright/debian';

import { describeChanges } from './describe-changes';

const pkg = (name: string, version: string): DebianPackage => ({
  ...{ name, version, architecture: 'amd64', archive: 'debian', path: `pool/${name}`, size: 1 },
  sha256: `${name}${version}`,
});
const set = (purpose: string, ...packages: DebianPackage[]) => ({ request: { for: purpose }, packages });

it('describes what was added, changed and dropped', () => {
  const before = withSets(emptyLock('trixie'), [set('a', pkg('gcc', '1'), pkg('make', '1'))]);
  const after = withSets(before, [set('a', pkg('gcc', '2'), pkg('tar', '1'))]);
  expect(describeChanges(before, after)).toEqual(['~ gcc:amd64 1 -> 2', '- make:amd64 1', '+ tar:amd64 1']);
  expect(describeChanges(after, after)).toEqual([]);
});
