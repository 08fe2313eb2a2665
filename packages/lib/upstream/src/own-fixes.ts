import { invariant } from '@basewright/core';

import { type PatchSource } from './source';

/** File below `patches/busybox`, without `.patch`, whose name begins with what it fixes; and its sha256. */
type OwnFix = readonly [file: string, sha256: string];

/** 1.37.0 has the same code. */
const BOTH: readonly OwnFix[] = [
  ['1.38.0/CVE-2026-88832-romfs-label', 'b1718209a121fc0af06a2dda793558f0d04d0969631ae9f7778609af8e4bb453'],
  ['1.38.0/CVE-2026-124742-fat-cluster-size', 'a9fcd9d018c4b405aaef71ca15042b693f50c108e23b290ba8dd3609058ae088'],
  ['1.38.0/CVE-2026-124743-hfsplus-sizes', '662bca3100e3e2effc79f447e46c522abd72527bbb2bec1c7b8a886330db349a'],
  ['1.38.0/CVE-2026-88831-httpd-bad-mask', '2edee1c846dd40c4d9525e30b0e37ce5338adbf3f78fd7120b303a287014a0cd'],
  ['1.38.0/CVE-2026-88837-httpd-yescrypt', 'e37080a086e9a89025cb6ce3863eb4accc5c01c63480b642ab032534994e346e'],
  ['1.38.0/CVE-2026-88839-pwd-grp-trimmed-blanks', '104b076234e3eb388fecc69bbb0c9141014644ae80a086ac638a2fb34aaf786e'],
  ['1.38.0/CVE-2026-88835-dpkg-field-end', '34042dded58d58b0956246e8d2011cf14889be7497f89e8aa41692aa209e6056'],
  ['1.38.0/CVE-2026-88842-dpkg-status-stanzas', '84649abf1cc0167ee6e8d09a6bfe4c6490051aff8da4fb064b9f4f430c0a38f4'],
  ['1.38.0/CVE-2026-124737-tftp-small-blocks', 'b40ed0425f40e50d0f35f1409320e7790d6149112d322b27395c22b69c4b7de3'],
  ['1.38.0/CVE-2026-88833-udhcp-short-length', '7e2a98fa3d1a350eb8893c02d164c0a7e2fd7d5896ea5180f3e48dc60a22dc2b'],
  ['1.38.0/CVE-2026-124740-udhcpc6-address', '624dcd5fdd9ec04a7e53dbe05f43e84245ab8a2fb0ca869c5faa3c2c7802e0f8'],
  ['1.38.0/CVE-2026-108119-links-put-off', '7638f4ae024d335c7e9f5a8b417d796e430373fc4882a7a0609652e78fae57af'],
  // The rest of it: Debian's patches clean the names of members.
  ['1.38.0/CVE-2025-46394-owner-names', 'df4875beb9a1ff1f87b86aec8ac830da2913d3fbf982a2b0190754be8f518c8d'],
  ['1.38.0/CVE-2022-28391-printable-names', 'a91212e95497e9af4849aa12637b73e504169b555bb28c054cc65880e1d1eadd'],
];

/** By release, what applies to it alone. No fix depends on another one of ours: where two change one file, they do in any order. */
const FIXES: Readonly<Record<string, readonly OwnFix[]>> = {
  '1.38.0': [
    ...BOTH,
    ['1.38.0/CVE-2026-124738-httpd-gzip-rules', '85232bfeb72806c790c77a044967abde75c99a5771d1e467a5e96ba8a26ba6e9'],
    [
      '1.38.0/CVE-2026-88829-httpd-proxy-one-request',
      '4e27ce5342bbf93ff0aab66c2a6214852e2257541c6897fdc640497a4026c1a3',
    ],
    ['1.38.0/CVE-2026-124744-cpio-hard-links', 'bc9971ee2f2ba67f4844d3d3c6c9cfe15db377b22f616afb7da2be70b587da91'],
    ['1.38.0/CVE-2026-88830-tls-montgomery-buffer', '566af943f5e16b53abe60f9d6ef89917785c3bae473ddc2a5e738818e1fdb0fd'],
    [
      '1.38.0/CVE-2026-88840-ssl-server-client-hello',
      '633deb58e2e3ca7d2b956a838bd93bffe210d7b9ebf31c883394731be2569e68',
    ],
  ],
  '1.37.0': [
    ...BOTH,
    ['1.37.0/CVE-2026-124738-httpd-gzip-rules', 'edbeb8196a7ea89cc7e4a71fea045d05e12042bd8bd5c1c78a1091509b3e73d1'],
    [
      '1.37.0/CVE-2026-88829-httpd-proxy-one-request',
      'b444431bb37e2750dcdb535f100485f4cc6cb2cf7d294301adb0ed48b32a125e',
    ],
    ['1.37.0/CVE-2026-124744-cpio-hard-links', 'a49fd700cdd928965f141e01b90ec0c08d0b203e3fd0badc718fe0e63012aa83'],
    ['1.37.0/CVE-2026-29004-udhcpc6-dns-servers', '2773791ddf8cc7bf22d48fe8b68d9c055edf0233d3c989279e4e8886fed25a49'],
  ],
};

/**
 * The fixes for vulnerabilities of a BusyBox release that are Basewright's own, in the order they apply, after Debian's:
 * as far as could be seen nobody carried one when they were written, or nobody whose files can be pinned.
 */
export function ownFixes(version: string): readonly PatchSource[] {
  return (FIXES[version] ?? []).map(([file, sha256]) => {
    const name = file.replace(/^.*\//, '');
    return {
      for: 'busybox',
      name,
      set: 'security',
      fixes: [invariant(/^CVE-\d+-\d+/.exec(name)?.[0], 'the vulnerability in the name of a patch')],
      origin: 'basewright',
      sha256,
      mirrors: [`bundled:busybox/${file}.patch`],
    };
  });
}
