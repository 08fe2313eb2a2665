import { type CompileOutput } from '@basewright/contracts';

/** What was built: the programs, and the names that BusyBox answers to. */
export interface Built {
  readonly compiled: CompileOutput;
  /** See {@link answeredNames}. */
  readonly names: ReadonlySet<string>;
}

/**
 * The names that the built BusyBox answers to: its applets, and `busybox`, which lists them, where CONFIG_BUSYBOX is on
 * and there is something to choose from. One applet alone is the whole program, whatever its name (libbb/appletlib.c,
 * SINGLE_APPLET_MAIN). `config` is the text of its .config.
 */
export function answeredNames({ applets }: Pick<CompileOutput, 'applets'>, config: string): ReadonlySet<string> {
  const names = applets.map(({ name }) => name);
  const hasBusybox = names.length !== 1 && /^CONFIG_BUSYBOX=y$/m.test(config);
  return new Set(hasBusybox ? ['busybox', ...names] : names);
}
