import { busyboxVulnerabilities } from '@basewright/upstream';

import { knownVulnerabilities } from './known-vulnerabilities';

it('says how old the table is, and how many it knows', () => {
  const { date, vulnerabilities } = busyboxVulnerabilities();
  const later = new Date(Date.parse(date) + 12.5 * 86_400_000);
  expect(knownVulnerabilities(later)).toMatch(
    new RegExp(
      `^${vulnerabilities.length} of BusyBox are known, by the table of ${date}, 12 days old; fixed: \\d+ by patches for 1\\.38\\.0, \\d+ by`,
    ),
  );
});
