export { type Applet, type AppletLinks, BUSYBOX } from './applet-links';
export { assembleRootfs } from './assemble';
export { type LibraryTree, type StagedFile } from './library-entries';
export { type RootfsAssembleOptions, DEFAULT_APPLET_LINKS, rootfsAssembleOptions } from './options';
export { type Identity } from './os-release';
export { planRootfs, type RootfsInputs } from './plan';
