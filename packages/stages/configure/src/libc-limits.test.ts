import { type LibcLimit } from '@basewright/libcs';

import { KconfigBuilder } from './kconfig/builder';
import { statements } from './kconfig/statements';
import { limitProblems, packageRequests } from './libc-limits';

const KCONFIG = `
config NFS
	bool "mount of NFS"
	default n
config CRYPT
	bool "own crypt"
	default y
	depends on LOGIN
config LOGIN
	bool "login"
	default n
config WHERE
	string "where"
	default ""
config EXTRA_CFLAGS
	string "flags"
	default ""
config EXTRA_LDLIBS
	string "libraries"
	default ""
`;

function kconfig(): ReturnType<KconfigBuilder['finish']> {
  const builder = new KconfigBuilder();
  for (const statement of statements(KCONFIG)) builder.add(statement);
  return builder.finish();
}

const limit = (more: Partial<LibcLimit>): LibcLimit => ({
  symbol: 'NFS',
  value: 'y',
  libc: 'glibc',
  reason: 'there is no rpc/rpc.h',
  compiledFor: null,
  package: null,
  ...more,
});

const problems = (values: Record<string, string>, one: LibcLimit, packages: string[] = []): string[] =>
  limitProblems(kconfig(), new Map(Object.entries(values)), [{ symbol: 'NFS', value: 'y', from: 'busybox.set' }], {
    limits: [one],
    packages: new Set(packages),
  });

it('says what cannot be built, who asked for it, and what to write', () => {
  expect(problems({ NFS: 'y' }, limit({}))).toEqual([
    'CONFIG_NFS: y cannot be built on glibc: there is no rpc/rpc.h (busybox.set); write "unset": ["NFS"] under "busybox"',
  ]);
  expect(problems({}, limit({}))).toEqual([]);
});

it('names a package that would do, and asks for nothing where it is there', () => {
  const nfs = limit({ package: 'libtirpc-dev' });
  expect(problems({ NFS: 'y' }, nfs)[0]).toContain('write "unset": ["NFS"] or "packages": ["libtirpc-dev"]');
  const settings = { EXTRA_CFLAGS: '-O2 -I/usr/include/tirpc', EXTRA_LDLIBS: 'tirpc' };
  expect(problems({ NFS: 'y', ...settings }, nfs, ['libtirpc-dev'])).toEqual([]);
  expect(problems({ NFS: 'y', EXTRA_LDLIBS: 'tirpc' }, nfs, ['libtirpc-dev'])[0]).toMatch(
    /; with libtirpc-dev, CONFIG_EXTRA_CFLAGS has to hold -I\/usr\/include\/tirpc$/,
  );
});

it('finds what a default switches off, where something is compiled that needs it', () => {
  const crypt = limit({
    symbol: 'CRYPT',
    value: 'n',
    libc: 'musl',
    reason: 'there is no crypt.h',
    compiledFor: ['LOGIN'],
  });
  expect(problems({ LOGIN: 'y' }, crypt)).toEqual([
    'CONFIG_CRYPT: n cannot be built on musl: there is no crypt.h (by default); write "set": { "CRYPT": true } under "busybox"',
  ]);
  // What it depends on is off: nothing reads it.
  expect(problems({}, crypt)).toEqual([]);
});

it('takes a text for set when it is not empty', () => {
  const where = limit({ symbol: 'WHERE', value: 'set' });
  expect(problems({ WHERE: '/opt' }, where)[0]).toMatch(
    /^CONFIG_WHERE: "\/opt" cannot .*; write "set": \{ "WHERE": "" \} under/,
  );
  expect(problems({ WHERE: '' }, where)).toEqual([]);
});

it('asks for the words that a package needs', () => {
  expect(packageRequests(['libtirpc-dev', 'zlib1g-dev']).map(({ symbol, value }) => [symbol, value])).toEqual([
    ['EXTRA_CFLAGS', '-I/usr/include/tirpc'],
    ['EXTRA_LDLIBS', 'tirpc'],
  ]);
});
