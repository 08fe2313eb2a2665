/** One applet and the path BusyBox installs it at. */
export interface AppletPath {
  readonly name: string;
  readonly path: string;
}

/** `LINK BB_DIR_USR_BIN "awk"`: what APPLET() of include/applets.h becomes with MAKE_LINKS defined. */
const LINK = /^\s*LINK BB_DIR_(\w+) "?([^"\s]+)"?\s*$/gm;

/**
 * Reads include/applets.h as the preprocessor leaves it with MAKE_LINKS. Sorted by name, `busybox` included where it is
 * an applet: what `busybox --list` prints. (The script behind busybox.links leaves that one out.)
 */
export function readAppletPaths(preprocessed: string): AppletPath[] {
  return [...preprocessed.matchAll(LINK)]
    .map(([, directory = '', name = '']) => ({ name, path: `${directoryOf(directory)}/${name}` }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** `USR_BIN` is /usr/bin, `ROOT` the root. */
function directoryOf(location: string): string {
  return location === 'ROOT' ? '' : `/${location.toLowerCase().replaceAll('_', '/')}`;
}
