export { bundledFile } from './bundled-file';
export { busyboxRelease, knownVersions, uclibcRelease } from './find-release';
export { type SigningKey, signingKey, signingKeyNames } from './signing-key';
export { type PatchSource, type Release, type SignatureSource, type TarballSource } from './source';
export { type AppliedPatch, type BusyboxBuild, knownFixes } from './vulnerabilities/build';
export { type StateName, type VulnerabilityState, vulnerabilityStates } from './vulnerabilities/state';
export { busyboxVulnerabilities, tableAge, type Vulnerability, type VulnerabilityTable } from './vulnerabilities/table';
