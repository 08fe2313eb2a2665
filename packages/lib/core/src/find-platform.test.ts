import { hostDebianArch, platformOf } from './find-platform';

describe('platformOf', () => {
  it('finds a row', () => {
    expect(platformOf('linux/arm/v7')).toMatchObject({ name: 'arm-v7', debianArch: 'armhf' });
  });

  it('names the nearest platform for one it does not know', () => {
    expect(() => platformOf('linux/armv7')).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        message: expect.stringContaining('linux/arm/v7') as string,
      }) as Error,
    );
  });
});

describe('hostDebianArch', () => {
  it.each([
    ['x64', 'amd64'],
    ['arm64', 'arm64'],
    ['mips', null],
  ])('is, where Node says %s, %s', (nodeArch, debianArch) => {
    expect(hostDebianArch(nodeArch)).toBe(debianArch);
  });
});
