import { PLATFORM_IDS } from './find-platform';
import { PLATFORMS } from './platform-table';

describe('PLATFORMS', () => {
  it('lists nine platforms in the order an index has them', () => {
    expect(PLATFORM_IDS).toEqual([
      ...['linux/amd64', 'linux/386', 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm64', 'linux/ppc64le'],
      ...['linux/riscv64', 'linux/s390x'],
    ]);
  });

  it.each(PLATFORMS)('spells $id alike in every dialect of OCI', ({ id, name, oci }) => {
    const { os, architecture, variant } = { variant: undefined, ...oci };
    // containerd takes arm64 for arm64/v8, and docker lists it without the variant.
    const spelt = architecture === 'arm64' ? [os, architecture] : [os, architecture, variant];
    expect(id).toBe(spelt.filter((part) => part !== undefined).join('/'));
    expect(`linux-${name}`).toBe(id.replaceAll('/', '-'));
  });

  it('differs between platforms of one Debian architecture in nothing a toolchain depends on', () => {
    for (const one of PLATFORMS) {
      for (const other of PLATFORMS.filter(({ debianArch }) => debianArch === one.debianArch)) {
        const { id, name, oci, qemuCpu, ...toolchain } = other;
        expect({ ...one, id, name, oci, qemuCpu }).toEqual({ ...toolchain, id, name, oci, qemuCpu });
      }
    }
  });

  it.each(PLATFORMS)('aligns $id to pages of at least 4 KiB, a power of two', ({ pageAlignment }) => {
    expect(pageAlignment).toBeGreaterThanOrEqual(0x1000);
    expect(Math.log2(pageAlignment) % 1).toBe(0);
  });

  it('has one platform at most for each processor that Node names', () => {
    const names = PLATFORMS.flatMap(({ nodeArch }) => nodeArch ?? []);
    expect(names).toEqual([...new Set(names)]);
  });
});
