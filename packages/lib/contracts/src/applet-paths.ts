import { type CompileOutput } from './compile';

/** Where applets lie: `own` is BusyBox's own paths, `bin` all in /bin. */
export const APPLET_PATHS = ['own', 'bin'] as const;
export type AppletPaths = (typeof APPLET_PATHS)[number];

/** Where the second BusyBox lies that is setuid root, with the few applets that need it. */
export const SETUID_BUSYBOX = '/bin/busybox.suid';

/** What a stage says of its option `appletPaths`. */
export const APPLET_PATHS_TEXT =
  'Where applets lie: `own` at the paths BusyBox itself installs them at, `bin` all in /bin, as the official image has them. Default: `own`.';

/** What compile left, with its applets where the image has them. */
export function withAppletPaths(compiled: CompileOutput, paths: AppletPaths = 'own'): CompileOutput {
  if (paths === 'own') return compiled;
  return { ...compiled, applets: compiled.applets.map(({ name }) => ({ name, path: `/bin/${name}` })) };
}
