import { emptyLock, withSets } from '@basewright/debian';

import { describeChanges } from './describe-changes';

const pkg = (
  name: string,
  version: string,
): { name: string; version: string; architecture: string; sha256: string; size: number } => ({
  name,
  version,
  architecture: 'amd64',
  sha256: `${name}${version}`,
  size: 1,
});

it('describes what was added, changed and dropped', () => {
  const before = withSets(emptyLock('trixie'), { a: [pkg('gcc', '1'), pkg('make', '1')] });
  const after = withSets(before, { a: [pkg('gcc', '2'), pkg('tar', '1')] });
  expect(describeChanges(before, after)).toEqual(['~ gcc:amd64 1 -> 2', '- make:amd64 1', '+ tar:amd64 1']);
});
