import { busyboxRelease, busyboxVulnerabilities, knownVersions, tableAge } from '..';

const TABLE = busyboxVulnerabilities();

it('has its rows by year and number, none of them younger than the table', () => {
  const ids = TABLE.vulnerabilities.map(({ id }) => id);
  const numbers = ids.map((id) => id.split('-').slice(1).map(Number));
  expect([...numbers].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d)).toEqual(numbers);
  const dates = TABLE.vulnerabilities.flatMap(({ affected, code, carriers }) => [
    ...[affected.date, carriers.date],
    ...(code === null ? [] : [code.date]),
  ]);
  expect(dates.filter((date) => date > TABLE.date)).toEqual([]);
});

it('has looked at every release that can be built, and has a row for all that is fixed', () => {
  expect(knownVersions.busybox.filter((version) => !TABLE.releases.includes(version))).toEqual([]);
  const ids = TABLE.vulnerabilities.map(({ id }) => id);
  const fixed = knownVersions.busybox.flatMap((version) =>
    busyboxRelease(version).patches.flatMap(({ fixes = [] }) => fixes),
  );
  expect(fixed.filter((id) => !ids.includes(id))).toEqual([]);
});

it("names the file of every fix that is Debian's", () => {
  const missing = knownVersions.busybox.flatMap((version) =>
    busyboxRelease(version).patches.flatMap(({ origin, fixes = [], mirrors }) => {
      const file = mirrors[0]?.split('/').at(-1) ?? '';
      if (origin !== 'debian') return [];
      return fixes.filter((id) => {
        const row = TABLE.vulnerabilities.find((one) => one.id === id);
        return !(row?.carriers.patches['debian'] ?? []).some((carried) => carried.startsWith(`${file} (`));
      });
    }),
  );
  expect(missing).toEqual([]);
});

it('knows its age in whole days', () => {
  const made = { date: '2026-11-26' };
  expect(tableAge(made, new Date('2026-12-08T23:00:00Z'))).toBe(12);
  expect(tableAge(made, new Date('2026-11-26T00:00:00Z'))).toBe(0);
  expect(tableAge(made, new Date('2026-11-25T00:00:00Z'))).toBe(0);
});
