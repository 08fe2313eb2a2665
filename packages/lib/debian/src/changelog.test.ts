import { cvesIn, entriesBetween, parseChangelog } from './changelog';

const entry = (version: string, text: string, distribution = 'trixie'): string =>
  `nginx (${version}) ${distribution}; urgency=medium\n\n${text}\n\n -- A Person <a@example.org>  Sat, 27 Jun 2026 22:33:06 +0200\n`;

const CHANGELOG = [
  entry('1.26.3-3+deb13u3', '  * Fix CVE-2026-42055\n    (Closes: #1140359)', 'trixie-security'),
  entry('1.26.3-3+deb13u2', '  * d/p/cve-2026-9256.patch add\n\n  [ Another ]\n  * CVE-2025-1000 and CVE-2026-42055'),
  entry('1.26.3-3+deb13u1', '  * CVE-2024-7347'),
  entry('1.26.3-3', '  * Upload to unstable', 'unstable experimental'),
  '# Older entries have been removed from this changelog.\n# To read the complete changelog use `apt changelog nginx`.\n',
].join('\n');

const versions = (text: string, old: string, now: string): string[] =>
  entriesBetween(parseChangelog(text), old, now).map(({ version }) => version);

describe('parseChangelog', () => {
  it('reads entries, newest first, and nothing of what is around them', () => {
    expect(parseChangelog(CHANGELOG)).toEqual([
      {
        source: 'nginx',
        version: '1.26.3-3+deb13u3',
        distribution: 'trixie-security',
        text: '  * Fix CVE-2026-42055\n    (Closes: #1140359)',
      },
      expect.objectContaining({ text: expect.stringContaining('\n\n  [ Another ]\n') as string }),
      expect.objectContaining({ version: '1.26.3-3+deb13u1' }),
      {
        source: 'nginx',
        version: '1.26.3-3',
        distribution: 'unstable experimental',
        text: '  * Upload to unstable',
      },
    ]);
  });

  it.each([
    ['nothing', '', []],
    ['what is no changelog', 'Changes in 1.3.1 (22 Jan 2024)\n- Fix bug in inflateSync()\n', []],
    ['an entry that nobody signed', 'tar (1.35) unstable; urgency=low\n\n  * x\n', ['  * x']],
    ['lines of Windows', 'tar (1.35) unstable; urgency=low\r\n\r\n  * x\r\n -- me\r\n', ['  * x']],
    ['an entry without changes', 'tar (1:1.35~rc1+x-1) sid; urgency=low, binary-only=yes\n\n -- me\n', ['']],
  ])('reads %s', (_what, text, texts) => {
    expect(parseChangelog(text).map((one) => one.text)).toEqual(texts);
  });
});

describe('entriesBetween', () => {
  it.each([
    ['one update', '1.26.3-3+deb13u2', '1.26.3-3+deb13u3', ['1.26.3-3+deb13u3']],
    ['two updates', '1.26.3-3+deb13u1', '1.26.3-3+deb13u3', ['1.26.3-3+deb13u3', '1.26.3-3+deb13u2']],
    [
      'an old version without an entry',
      '1.26.3-3+deb13u1~x',
      '1.26.3-3+deb13u2',
      ['1.26.3-3+deb13u2', '1.26.3-3+deb13u1'],
    ],
    ['a new version that was only built again', '1.26.3-3+deb13u2', '1.26.3-3+deb13u3+b1', ['1.26.3-3+deb13u3']],
    ['the same version', '1.26.3-3+deb13u3', '1.26.3-3+deb13u3', []],
    ['an older version', '1.26.3-3+deb13u3', '1.26.3-3+deb13u1', []],
    ['a version before all', '1.0', '1.26.3-3', ['1.26.3-3']],
    ['a version that is older than the changelog', '0.9', '1.0', []],
  ])('has what came with %s', (_what, old, now, expected) => {
    expect(versions(CHANGELOG, old, now)).toEqual(expected);
  });

  it('has what a stable release took over from unstable, once', () => {
    const pcre2 = ['10.46-1~deb13u2', '10.46-1~deb13u1', '10.46-1', '10.45-1', '10.44-5'].map((v) => entry(v, '  * x'));
    expect(versions(pcre2.join('\n'), '10.45-1', '10.46-1~deb13u1')).toEqual(['10.46-1~deb13u1', '10.46-1']);
    expect(versions(pcre2.join('\n'), '10.46-1~deb13u1', '10.46-1~deb13u2')).toEqual(['10.46-1~deb13u2']);
  });
});

describe('cvesIn', () => {
  it('names each CVE once, by year and number', () => {
    expect(cvesIn(parseChangelog(CHANGELOG))).toEqual([
      'CVE-2024-7347',
      'CVE-2025-1000',
      'CVE-2026-9256',
      'CVE-2026-42055',
    ]);
  });

  it('reads names of patches, and takes nothing else for a CVE', () => {
    const text = '  * CVE-2026-42946_2.patch, CVE-2026-123, CVE-26-12345, TEMP-1138794-BADE22';
    expect(cvesIn(parseChangelog(entry('1', text)))).toEqual(['CVE-2026-42946']);
  });
});
