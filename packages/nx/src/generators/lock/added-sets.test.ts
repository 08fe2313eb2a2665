import { emptyLock, withSets } from '@basewright/debian';

import { addedSets, forgetRequests } from './added-sets';

it('has nothing for images that add no packages but what compresses their layers', async () => {
  const image = { name: 'x', platforms: ['linux/amd64'], request: { packages: [], without: [] } };
  expect((await addedSets([image], 'amd64', {})).map(({ key }) => key)).toEqual(['pack/amd64']);
  expect(await addedSets([], 'amd64', {})).toEqual([]);
});

it('forgets what nobody asks for any more, and nothing else', () => {
  const before = withSets(emptyLock('trixie'), {
    'packages/amd64: a': [],
    'packages/amd64: a b': [],
    'pack/amd64': [],
  });
  const wanted = [{ key: 'packages/amd64: a b', names: [], architectures: [] }];
  expect(Object.keys(forgetRequests(before, wanted).sets)).toEqual(['packages/amd64: a b', 'pack/amd64']);
});
