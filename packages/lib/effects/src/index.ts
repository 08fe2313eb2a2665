export { type Account, type AccountGroup } from './accounts';
export { holdsTrust } from './certificates';
export { type ScriptLine } from './installation';
export { type Content, type InstalledNode } from './installed-tree';
export { type OwnCertificate, parseCertificates, readCertificates } from './own-certificates';
export { type InstallTarget, packageEffects, type PackageEffects, type PackageToInstall } from './package-effects';
