export { resolveToolchain, type ToolchainOptions } from './resolve-toolchain';
export { type ToolchainSet, toolchainSets, type ToolchainSets } from './toolchain-sets';
