export { type Account, type AccountGroup } from './accounts';
export { type Content, type InstalledNode } from './installed-tree';
export { type InstallTarget, packageEffects, type PackageEffects, type PackageToInstall } from './package-effects';
export { type ScriptLine } from './package-script';
