export { bundledFile } from './bundled-file';
export { busyboxRelease, knownVersions, uclibcRelease } from './find-release';
export { type SigningKey, signingKey, signingKeyNames } from './signing-key';
export { type PatchSource, type Release, type SignatureSource, type TarballSource } from './source';
export { type Accepted, acceptedInVain, unaccepted } from './vulnerabilities/acceptance';
export { type BusyboxBuild } from './vulnerabilities/build';
export { type BuiltStages, busyboxBuild } from './vulnerabilities/of-stages';
export { type StateName, type VulnerabilityState, vulnerabilityStates } from './vulnerabilities/state';
export { busyboxVulnerabilities, tableAge, type Vulnerability, type VulnerabilityTable } from './vulnerabilities/table';
