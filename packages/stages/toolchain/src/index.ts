export { resolveToolchain } from './resolve-toolchain';
export { type ToolchainRequest, toolchainSets, type ToolchainSets } from './toolchain-sets';
export { toolchainOptions, type ToolchainOptions } from './options';
