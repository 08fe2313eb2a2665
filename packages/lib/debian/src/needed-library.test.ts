import { platformOf } from '@basewright/core';

import { emptyLock } from './lock/lock-file';
import { withSets } from './lock/locked-sets';
import { conventionalNames, knownPackage, neededSet, pinnedNeeds } from './needed-library';
import { requestOf } from './pinned-set';

it.each([
  ['libssl.so.3', ['libssl3t64', 'libssl3']],
  ['libpcre2-8.so.0', ['libpcre2-8-0t64', 'libpcre2-8-0']],
  ['libboost_system.so.1.83.0', ['libboost-system1.83.0t64', 'libboost-system1.83.0']],
  ['libQt6Core.so.6', ['libqt6core6t64', 'libqt6core6']],
  ['libc++.so.1', ['libc++1t64', 'libc++1']],
  ['plugin.so', []],
  ['lib$(x).so.1', []],
])('names the packages that %s may be in', (library, names) => {
  expect(conventionalNames(library)).toEqual(names);
});

it('knows what most programs need', () => {
  expect(['libstdc++.so.6', 'libgcc_s.so.1', 'libz.so.1', 'libssl.so.3'].map(knownPackage)).toEqual([
    'libstdc++6',
    'libgcc-s1',
    'zlib1g',
    null,
  ]);
});

it('finds in a lock what it pins for the libraries of a platform', () => {
  const [amd64, arm64] = [platformOf('linux/amd64'), platformOf('linux/arm64')];
  const set = neededSet('libz.so.1', 'zlib1g', amd64);
  const lock = withSets(emptyLock('trixie'), [{ request: requestOf(set), packages: [] }]);
  expect([...pinnedNeeds(lock, amd64)]).toEqual([['libz.so.1', set]]);
  expect([...pinnedNeeds(lock, arm64)]).toEqual([]);
  expect([...pinnedNeeds(null, amd64)]).toEqual([]);
});
