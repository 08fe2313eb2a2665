import { inTemporaryDirectory } from '@basewright/testing';

import { fuzz } from '../../tools/corpus/fuzz/fuzz';
import { FUZZ_TARGETS } from '../../tools/corpus/fuzz/targets';

it.each(FUZZ_TARGETS)('reads 10,000 changed files of $name to a value, or to an error of ours', (target) =>
  inTemporaryDirectory((directory) => fuzz(target, 10_000, directory)),
);
