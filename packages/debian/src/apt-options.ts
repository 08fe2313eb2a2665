import { type ResolvedSettings } from './settings';

/** What an apt of ours sees: suites, architectures, and whether it is for sources or binaries. */
export interface AptView {
  readonly settings: ResolvedSettings;
  readonly suites: readonly string[];
  readonly kind: 'deb' | 'deb-src';
  /** The first is the native one. */
  readonly architectures: readonly string[];
}

/** The text of sources.list for a view. */
export function sourcesList({ settings, suites, kind }: AptView): string {
  return suites.map((suite) => `${kind} [signed-by=${settings.keyring}] ${settings.mirror} ${suite} main\n`).join('');
}

/**
 * Options that make apt forget the host: own state, own sources, an empty status file, so that dependencies resolve as
 * if nothing were installed. The command line wins over /etc/apt/apt.conf.d, whose proxies and credentials still hold.
 */
export function aptOptions(root: string, view: AptView): string[] {
  const options: Record<string, string> = {
    'Dir::State': `${root}/state`,
    'Dir::State::status': `${root}/status`,
    'Dir::Cache': `${root}/cache`,
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    // A second copy of pkgcache.bin, for hosts whose list of installed packages changes.
    'Dir::Cache::srcpkgcache': '',
    'Dir::Etc::sourcelist': `${root}/sources.list`,
    'Dir::Etc::sourceparts': `${root}/none`,
    'Dir::Etc::preferences': `${root}/none`,
    'Dir::Etc::preferencesparts': `${root}/none`,
    'APT::Architecture': view.architectures[0] ?? '',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    // print-uris shows MD5 otherwise.
    'Acquire::ForceHash': 'sha256',
    'Debug::NoLocking': 'true',
  };
  const lists = view.architectures.flatMap((architecture) => ['-o', `APT::Architectures::=${architecture}`]);
  return [...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...lists];
}
