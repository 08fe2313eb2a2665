import { inTemporaryDirectory } from '@basewright/testing';

import { fuzz } from './fuzz';
import { CONTRACTS, STAGES } from './stage-target';
import { FUZZ_TARGETS } from './targets';

it.each(FUZZ_TARGETS)('reads changed files of $name to a value, or to an error of ours', (target) =>
  inTemporaryDirectory((directory) => fuzz(target, 300, directory)),
);

it.each(CONTRACTS.filter(({ stage }) => stage !== 'base'))(
  'begins with what $stage leaves today',
  ({ stage, schema, body }) => {
    const sample = (STAGES as { stage: string; schema: number; body: unknown }[]).find((one) => one.stage === stage);
    expect(sample?.schema).toBe(schema);
    expect(body.safeParse(sample?.body).error).toBeUndefined();
  },
);
