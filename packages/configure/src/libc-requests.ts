import { type Libc } from '@basewright/core';

import { type Request } from './request';

/**
 * What BusyBox needs to be told to build and work on each libc; nothing else, so that an image's own requests stay
 * the only policy. They come first: an image may overrule them.
 */
const NEEDS: Readonly<Record<Libc, Readonly<Record<string, string>>>> = {
  // Name resolution loads libnss_* and libresolv at run time, so a static binary would need them too.
  glibc: {},
  // musl has stubs in place of utmp and wtmp, and no RPC: https://wiki.musl-libc.org/building-busybox
  musl: {
    STATIC: 'y',
    FEATURE_INETD_RPC: 'n',
    FEATURE_UTMP: 'n',
    FEATURE_WTMP: 'n',
  },
  uclibc: { STATIC: 'y' },
};

/** The requests a libc makes. */
export function libcRequests(libc: Libc): Request[] {
  return Object.entries(NEEDS[libc]).map(([symbol, value]) => ({ symbol, value, from: `needed on ${libc}` }));
}
