export { resolveToolchain, type ToolchainOptions } from './resolve-toolchain';
export { toolchainSets, type ToolchainSets } from './toolchain-sets';
