import { wantedSets } from './wanted-sets';

it('names each toolchain once, and libraries for the images on glibc only', async () => {
  const image = { name: 'image', platforms: ['linux/arm64', 'linux/amd64'], needs: {} };
  const images = [
    { ...image, libc: 'glibc' as const },
    { ...image, libc: 'musl' as const },
    { ...image, libc: 'glibc' as const },
  ];
  const sets = await wantedSets({ workspace: '/nowhere', images, host: 'amd64', debian: {}, before: null });
  expect(sets.map(({ key }) => key)).toEqual([
    'libraries/amd64',
    'libraries/arm64',
    'pack/amd64',
    'qemu/amd64',
    'toolchain/amd64/glibc/amd64',
    'toolchain/amd64/glibc/arm64',
    'toolchain/amd64/musl/amd64',
    'toolchain/amd64/musl/arm64',
  ]);
});

it('takes the compilers of the machine they run on', async () => {
  const images = [{ name: 'image', platforms: ['linux/arm64', 'linux/amd64'], needs: {}, libc: 'musl' as const }];
  const sets = await wantedSets({ workspace: '/nowhere', images, host: 'arm64', debian: {}, before: null });
  const names = (key: string) => sets.find((set) => set.key === key)?.names;
  expect(names('toolchain/arm64/musl/arm64')).not.toContain('gcc-aarch64-linux-gnu');
  expect(names('toolchain/arm64/musl/amd64')).toContain('gcc-x86-64-linux-gnu');
});
