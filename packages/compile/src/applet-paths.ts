/** One applet and the path BusyBox installs it at. */
export interface AppletPath {
  readonly name: string;
  readonly path: string;
}

/** Reads busybox.links, one absolute path a line, as `applets/busybox.mkll` writes it. Sorted by name. */
export function readAppletPaths(links: string): AppletPath[] {
  const paths = links.split('\n').filter((line) => line.startsWith('/'));
  return paths
    .map((path) => ({ name: path.slice(path.lastIndexOf('/') + 1), path }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
