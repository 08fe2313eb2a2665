import { busyboxRelease, knownVersions } from '@basewright/upstream';

import { type SanitizedBuild, sanitizedBuilds } from '../sanitized-builds';

/** What an input says where the fault is: the report of AddressSanitizer, or a wrong result. */
const FAULT = /^(==\d+==ERROR: AddressSanitizer: |wrong: )/m;

describe.each(knownVersions.busybox)('BusyBox %s', (version) => {
  const own = busyboxRelease(version).patches.filter(({ origin }) => origin === 'basewright');
  let builds: Record<'without' | 'with', SanitizedBuild>;
  beforeAll(async () => {
    builds = await sanitizedBuilds(version);
  });

  it.each(own.flatMap(({ fixes = [] }) => fixes))('has %s, and with the patch has not', async (vulnerability) => {
    const before = await builds.without.run(vulnerability);
    expect(before.said).toMatch(FAULT);
    expect(before.exitCode).not.toBe(0);
    const after = await builds.with.run(vulnerability);
    expect(after.said).not.toMatch(FAULT);
    expect(after.exitCode).toBe(0);
  });
});
