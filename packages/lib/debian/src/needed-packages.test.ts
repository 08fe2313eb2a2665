import { type Stanza } from './deb822';
import { configurationOrder, neededPackages } from './needed-packages';

/** As apt-cache show has them, cut down. */
const DESCRIBED: Stanza[] = [
  { Package: 'ca-certificates', Depends: 'openssl (>= 1.1.1), debconf (>= 0.5) | debconf-2.0' },
  { Package: 'openssl', Depends: 'libc6 (>= 2.38), libssl3t64 (>= 3.5.0)' },
  { Package: 'libssl3t64', Depends: 'libc6 (>= 2.38), zlib1g (>= 1:1.1.4)', Provides: 'libssl3 (= 3.5.4)' },
  { Package: 'zlib1g', Depends: 'libc6 (>= 2.14)' },
  { Package: 'libc6', Depends: 'libgcc-s1' },
  { Package: 'libgcc-s1', Depends: 'gcc-14-base (= 14.2.0-19), libc6 (>= 2.35)' },
  { Package: 'gcc-14-base' },
  { Package: 'debconf', 'Pre-Depends': 'perl-base', Provides: 'debconf-2.0' },
  { Package: 'perl-base', 'Pre-Depends': 'libc6 (>= 2.38)' },
  { Package: 'app', Depends: 'mail-transport-agent | debconf-2.0, libssl3, mime-support:any' },
];

it.each([
  [['zlib1g'], [], ['gcc-14-base', 'libc6', 'libgcc-s1', 'zlib1g']],
  [
    ['ca-certificates'],
    ['debconf'],
    ['ca-certificates', 'gcc-14-base', 'libc6', 'libgcc-s1', 'libssl3t64', 'openssl', 'zlib1g'],
  ],
  [['ca-certificates'], ['debconf', 'openssl'], ['ca-certificates']],
  [
    ['ca-certificates', 'debconf'],
    ['debconf', 'openssl', 'libc6'],
    ['ca-certificates', 'debconf', 'perl-base'],
  ],
  [['app'], ['libc6'], ['app', 'debconf', 'libssl3t64', 'perl-base', 'zlib1g']],
])('%s without %s needs %s', (wanted, without, expected) => {
  expect(neededPackages(wanted, DESCRIBED, new Set(without))).toEqual(expected);
});

it('orders packages after what they depend on, and by name otherwise', () => {
  const described = [
    { Package: 'b-server', Depends: 'b-tools (= 1), cc | dd' },
    { Package: 'b-tools', 'Pre-Depends': 'virtual' },
    { Package: 'cc', Depends: 'b-server' },
    { Package: 'zz', Provides: 'virtual' },
    { Package: 'aa' },
  ].map((stanza): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(stanza)));
  expect(configurationOrder(described)).toEqual(['aa', 'zz', 'b-tools', 'cc', 'b-server']);
});
