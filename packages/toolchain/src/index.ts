export { resolveToolchain, type ToolchainOptions } from './resolve-toolchain';
export { type ToolchainRequest, toolchainSets, type ToolchainSets } from './toolchain-sets';
