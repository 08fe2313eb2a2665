import { BasewrightError } from '@basewright/core';

import { type Check, examine } from './check';
import { describeFindings } from './describe-findings';

const broken = (): Promise<string> =>
  Promise.reject(
    new BasewrightError('MISSING_PREREQUISITE', 'cannot look: it is dark', { hint: 'switch on\nthe light' }),
  );

it('says what is there, what is wrong, what that is needed for and how to mend it', async () => {
  const checks: readonly Check[] = [
    { what: 'disk', look: () => Promise.resolve('9.0 GB free') },
    { what: 'user namespaces', look: broken },
    { what: 'skopeo', neededFor: 'pushing', look: broken },
  ];
  expect(describeFindings(await examine(checks))).toEqual([
    'ok       disk             9.0 GB free',
    'broken   user namespaces',
    '         cannot look: it is dark',
    '         to mend it: switch on',
    '         the light',
    'limited  skopeo (only needed for pushing)',
    '         cannot look: it is dark',
    '         to mend it: switch on',
    '         the light',
  ]);
});
