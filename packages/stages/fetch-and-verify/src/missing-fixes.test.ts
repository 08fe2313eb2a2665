import { BasewrightError } from '@basewright/core';

import { asMissingFix, missingFixes } from './missing-fixes';

const fix = { for: 'busybox', name: 'awk', fixes: ['CVE-2026-2', 'CVE-2026-1'], mirrors: ['https://host/awk'] };
const unreachable = new BasewrightError(
  'UNREACHABLE',
  'cannot fetch the patch awk: no mirror has it\n  https://host/awk: gone',
);

it('says which vulnerabilities stay open, why, and how to build nevertheless', () => {
  const other = { ...fix, name: 'ash', fixes: ['CVE-2026-3'] };
  const { message, hint, code } = missingFixes([
    { patch: fix, error: unreachable },
    { patch: other, error: unreachable },
  ]);
  expect([code, ...message.split('\n')]).toEqual([
    'UNREACHABLE',
    'cannot fetch 2 security fixes: no mirror has what is pinned',
    '  CVE-2026-2, CVE-2026-1 would stay open: cannot fetch the patch awk: no mirror has it',
    '    https://host/awk: gone',
    '  CVE-2026-3 would stay open: cannot fetch the patch awk: no mirror has it',
    '    https://host/awk: gone',
  ]);
  expect(hint).toContain('"withoutFixes": ["CVE-2026-1","CVE-2026-2","CVE-2026-3"]');
});

it('is about nothing but fixes that no mirror has', () => {
  expect(asMissingFix(fix, unreachable)).toEqual({ patch: fix, error: unreachable });
  expect(asMissingFix({ ...fix, fixes: [] }, unreachable)).toBeNull();
  expect(asMissingFix(fix, new BasewrightError('NO_SPACE', 'cannot store'))).toBeNull();
  expect(asMissingFix(fix, new TypeError('a bug'))).toBeNull();
});
