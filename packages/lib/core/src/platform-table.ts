import { type Platform } from './platform';

const AARCH64 = 183;
const ARM = 40;
const I386 = 3;
const PPC64 = 21;
const RISCV = 243;
const S390 = 22;
const X86_64 = 62;

// QEMU emulates no z196 as a whole, so what it lacks of it is switched off; without that it refuses the model.
const Z196 = [
  'z196-base',
  ...'klmd-sha-1 kimd-sha-1 km-tdea-192 km-tdea-128 km-dea kmc-tdea-192 kmc-tdea-128 kmc-dea kmac-tdea-192 kmac-tdea-128 kmac-dea dateh2 cmpsceh pfpo dfphp dfp emon parseh hfpue hfpm nonqks csske asnlxr tods'
    .split(' ')
    .map((feature) => `${feature}=off`),
].join(',');

// rv64gc as assemblers spell it out; the last three name parts of m and a.
const RV64GC = ['rv64i', 'm', 'a', 'f', 'd', 'c', 'zicsr', 'zifencei', 'zmmul', 'zaamo', 'zalrsc'];

// Thumb is a tenth smaller, compressed; ARM and Thumb code call each other freely from ARMv5TE on. armhf's gcc does so by default.
const ARMV5: readonly string[] = ['-march=armv5te', '-mthumb'];

/** Every platform Basewright knows, in the order an index lists them. A new platform is a new row. */
export const PLATFORMS = [
  {
    id: 'linux/amd64',
    name: 'amd64',
    oci: { os: 'linux', architecture: 'amd64' },
    gnu: 'x86_64-linux-gnu',
    debianArch: 'amd64',
    nodeArch: 'x64',
    multiarch: 'x86_64-linux-gnu',
    kernelArch: 'x86_64',
    qemu: 'x86_64',
    qemuCpu: 'qemu64',
    elf: { machine: X86_64, bits: 64, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: ['x86-64'],
    compilerOptions: ['-march=x86-64'],
  },
  {
    id: 'linux/386',
    name: '386',
    oci: { os: 'linux', architecture: '386' },
    // Debian keeps i386 in the multiarch directory although the compiler's triplet says i686.
    gnu: 'i686-linux-gnu',
    debianArch: 'i386',
    nodeArch: 'ia32',
    multiarch: 'i386-linux-gnu',
    kernelArch: 'i386',
    qemu: 'i386',
    qemuCpu: 'n270',
    elf: { machine: I386, bits: 32, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: [],
    compilerOptions: ['-march=i686'],
  },
  {
    id: 'linux/arm/v5',
    name: 'arm-v5',
    oci: { os: 'linux', architecture: 'arm', variant: 'v5' },
    gnu: 'arm-linux-gnueabi',
    debianArch: 'armel',
    nodeArch: null,
    multiarch: 'arm-linux-gnueabi',
    kernelArch: 'arm',
    qemu: 'arm',
    qemuCpu: 'arm926',
    elf: { machine: ARM, bits: 32, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: ['armv5TE'],
    compilerOptions: ARMV5,
  },
  {
    // Debian's armhf is ARMv7; ARMv5 soft-float code (armel) is what also runs on a v6.
    id: 'linux/arm/v6',
    name: 'arm-v6',
    oci: { os: 'linux', architecture: 'arm', variant: 'v6' },
    gnu: 'arm-linux-gnueabi',
    debianArch: 'armel',
    nodeArch: null,
    multiarch: 'arm-linux-gnueabi',
    kernelArch: 'arm',
    qemu: 'arm',
    qemuCpu: 'arm1176',
    elf: { machine: ARM, bits: 32, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: ['armv5TE'],
    compilerOptions: ARMV5,
  },
  {
    id: 'linux/arm/v7',
    name: 'arm-v7',
    oci: { os: 'linux', architecture: 'arm', variant: 'v7' },
    gnu: 'arm-linux-gnueabihf',
    debianArch: 'armhf',
    nodeArch: 'arm',
    multiarch: 'arm-linux-gnueabihf',
    kernelArch: 'arm',
    qemu: 'arm',
    qemuCpu: 'cortex-a8',
    elf: { machine: ARM, bits: 32, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: ['armv7', 'VFPv3-D16'],
    compilerOptions: ['-march=armv7-a+fp'],
  },
  {
    id: 'linux/arm64',
    name: 'arm64',
    oci: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    gnu: 'aarch64-linux-gnu',
    debianArch: 'arm64',
    nodeArch: 'arm64',
    multiarch: 'aarch64-linux-gnu',
    kernelArch: 'arm64',
    qemu: 'aarch64',
    qemuCpu: 'cortex-a53',
    // 64 KiB pages exist on arm64 servers: https://github.com/docker-library/busybox/issues/149
    elf: { machine: AARCH64, bits: 64, endian: 'little' },
    pageAlignment: 0x10000,
    instructionSets: null,
    compilerOptions: ['-march=armv8-a'],
  },
  {
    id: 'linux/ppc64le',
    name: 'ppc64le',
    oci: { os: 'linux', architecture: 'ppc64le' },
    gnu: 'powerpc64le-linux-gnu',
    debianArch: 'ppc64el',
    nodeArch: 'ppc64',
    multiarch: 'powerpc64le-linux-gnu',
    kernelArch: 'powerpc',
    qemu: 'ppc64le',
    qemuCpu: 'power8',
    elf: { machine: PPC64, bits: 64, endian: 'little' },
    pageAlignment: 0x10000,
    instructionSets: null,
    compilerOptions: ['-mcpu=power8'],
  },
  {
    id: 'linux/riscv64',
    name: 'riscv64',
    oci: { os: 'linux', architecture: 'riscv64' },
    gnu: 'riscv64-linux-gnu',
    debianArch: 'riscv64',
    nodeArch: 'riscv64',
    multiarch: 'riscv64-linux-gnu',
    kernelArch: 'riscv',
    qemu: 'riscv64',
    qemuCpu: 'rv64',
    elf: { machine: RISCV, bits: 64, endian: 'little' },
    pageAlignment: 0x1000,
    instructionSets: RV64GC,
    compilerOptions: ['-march=rv64gc'],
  },
  {
    id: 'linux/s390x',
    name: 's390x',
    oci: { os: 'linux', architecture: 's390x' },
    gnu: 's390x-linux-gnu',
    debianArch: 's390x',
    nodeArch: 's390x',
    multiarch: 's390x-linux-gnu',
    kernelArch: 's390',
    qemu: 's390x',
    qemuCpu: Z196,
    elf: { machine: S390, bits: 64, endian: 'big' },
    pageAlignment: 0x1000,
    instructionSets: null,
    compilerOptions: ['-march=z196'],
  },
] as const satisfies readonly Platform[];
