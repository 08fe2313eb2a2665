import { inTemporaryDirectory } from '@basewright/testing';

import { fuzz } from './fuzz';
import { FUZZ_TARGETS } from './targets';

it.each(FUZZ_TARGETS)('reads changed files of $name to a value, or to an error of ours', (target) =>
  inTemporaryDirectory((directory) => fuzz(target, 300, directory)),
);
