import { PLATFORM_IDS, platformOf } from '@basewright/core';
import { libcOf } from '@basewright/libcs';

import { configText, uclibcSettings, unheldSettings } from './uclibc-settings';

describe('uclibcSettings', () => {
  it.each([
    ['linux/amd64', 'TARGET_x86_64', '-march=x86-64 '],
    ['linux/386', 'TARGET_i386', '-march=i686 '],
    ['linux/arm/v5', 'TARGET_arm', '-march=armv5te -mthumb '],
    ['linux/arm/v6', 'TARGET_arm', '-march=armv5te -mthumb '],
    ['linux/arm/v7', 'TARGET_arm', '-march=armv7-a+fp '],
    ['linux/arm64', 'TARGET_aarch64', '-march=armv8-a '],
    ['linux/riscv64', 'TARGET_riscv64', '-march=rv64gc '],
  ])('chooses port and instruction set of %s', (id, target, march) => {
    const settings = uclibcSettings(platformOf(id));
    expect(settings.set[0]).toBe(target);
    expect(settings.strings['UCLIBC_EXTRA_CFLAGS']).toContain(march);
  });

  it.each(['linux/ppc64le', 'linux/s390x'])('refuses %s and names the platforms there are', (id) => {
    expect(() => uclibcSettings(platformOf(id))).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        message: `cannot build uClibc-ng for ${id}: it has no port to it`,
        hint: expect.stringContaining('linux/riscv64') as string,
      }) as Error,
    );
  });

  it('never sets and unsets one symbol', () => {
    for (const id of PLATFORM_IDS.filter((one) => libcOf('uclibc').hasPort(platformOf(one)))) {
      const { set, unset } = uclibcSettings(platformOf(id));
      expect(set.filter((symbol) => unset.includes(symbol))).toEqual([]);
      expect(new Set(set).size).toBe(set.length);
    }
  });
});

describe('unheldSettings', () => {
  const settings = { set: ['TARGET_arm', 'HAS_FTW'], unset: ['HAVE_SHARED'], strings: { DEVEL_PREFIX: '/usr/' } };

  it.each([
    ['the requests themselves', configText(settings), []],
    ['an unset symbol that is not there', 'TARGET_arm=y\nHAS_FTW=y\nDEVEL_PREFIX="/usr/"\n', []],
    [
      'nothing',
      '',
      [
        'TARGET_arm was asked for and is not set',
        'HAS_FTW was asked for and is not set',
        'DEVEL_PREFIX was to be "/usr/" and is not set',
      ],
    ],
    [
      'the opposite',
      'TARGET_arm=y\n# HAS_FTW is not set\nHAVE_SHARED=y\nDEVEL_PREFIX="/opt/"\n',
      [
        'HAS_FTW was asked for and is not set',
        'HAVE_SHARED was to be unset and is set',
        'DEVEL_PREFIX was to be "/usr/" and is "/opt/"',
      ],
    ],
    [
      'another spelling',
      'TARGET_arm=y\nHAS_FTWS=y\nDEVEL_PREFIX="/usr/"\n',
      ['HAS_FTW was asked for and is not set (did you mean "HAS_FTWS"?)'],
    ],
  ])('finds what %s does not hold', (_what, config, expected) => {
    expect(unheldSettings(config, settings)).toEqual(expected);
  });
});
