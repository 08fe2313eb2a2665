import { type CompileOutput } from '@basewright/contracts';

import { type Built } from './answered-names';
import { smokeChecks } from './smoke-checks';

const built = (...names: readonly string[]): Built => ({
  names: new Set(names),
  compiled: {
    version: '1.38.0',
    applets: names.map((name) => ({ name, path: `/bin/${name}` })),
    busybox: { file: { sha256: 'a'.repeat(64) } },
  } as unknown as CompileOutput,
});

it('passes nothing where nothing can be run, and says why', async () => {
  const checks = await smokeChecks('/none', built('busybox', 'sh', 'env', 'date', 'printf', 'sha256sum'), {
    how: 'none',
    reason: 'no emulator for this processor',
  });
  expect(checks.length).toBeGreaterThan(8);
  for (const { problem, skipped } of checks) {
    expect([problem, skipped]).toEqual([null, 'no emulator for this processor']);
  }
});

it('does not ask an image for applets it was not asked to have', async () => {
  const checks = await smokeChecks('/none', built('sh'), { how: 'none', reason: 'no emulator' });
  const skipped = Object.fromEntries(checks.map((check) => [check.name, check.skipped]));
  expect(skipped).toMatchObject({
    'sh runs env': 'the image was not asked to have env',
    'the time zone is UTC': 'the image was not asked to have date',
    'getconf counts processors': 'no emulator',
  });
});

it('asks a BusyBox of one applet for nothing but what it is', async () => {
  const checks = await smokeChecks('/none', built('httpd'), { how: 'none', reason: 'no emulator' });
  const asked = checks.filter((check) => check.skipped === 'no emulator').map(({ name }) => name);
  expect(asked).toEqual(['getconf counts processors']);
  expect(checks.find(({ name }) => name.startsWith('busybox lists'))?.skipped).toBe(
    'the image was not asked to have busybox',
  );
});
