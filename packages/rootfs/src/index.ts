export { type Applet, type AppletLinks, BUSYBOX } from './applet-links';
export { assembleRootfs } from './assemble';
export { type LibraryTree, type StagedFile } from './library-entries';
export { listing } from './listing';
export { type WrittenGroup, type WrittenUser } from './merge-accounts';
export { type AssembleOptions, DEFAULT_APPLET_LINKS } from './options';
export { type Identity } from './os-release';
export { planRootfs, type RootfsInputs } from './plan';
export { readSources, type SourceNode, type SourceTree, type WrittenFile } from './source-tree';
export { tarLayer } from './tar-layer';
export {
  type DirectoryEntry,
  type FileContent,
  type FileEntry,
  type HardLinkEntry,
  type SymlinkEntry,
  type TreeEntry,
} from './tree';
export { type WrittenDirectory, type WrittenTree } from './written-entries';
