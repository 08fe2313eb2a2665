export { type SbomOptions, sbomOptions } from './options';
export { sbom } from './sbom';
