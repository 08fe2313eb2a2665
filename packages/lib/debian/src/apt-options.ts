import { invariant } from '@basewright/core';

import { type Archive } from './settings';

/** What an apt of ours sees: archives, architectures, and whether it is for sources or binaries. */
export interface AptView {
  readonly archives: readonly Archive[];
  readonly kind: 'deb' | 'deb-src';
  /** The first is the native one. */
  readonly architectures: readonly string[];
}

/** Where an apt of ours keeps things. */
export interface AptPlaces {
  /** The private state of one view. */
  readonly root: string;
  /** The indexes, which all views of the same archives share. */
  readonly lists: string;
}

/** The text of sources.list for archives; `options` as in `[target=Contents-deb]`. */
export function sourcesList({ archives, kind }: Pick<AptView, 'archives' | 'kind'>, options = ''): string {
  const lines = archives.flatMap(({ components, keyring, mirror, suites }) =>
    suites.map(
      (suite) => `${kind} [${options}signed-by=${keyring}] ${mirror} ${suite} ${components.join(' ')}`.trimEnd() + '\n',
    ),
  );
  return lines.join('');
}

/** `trixie, trixie-updates and trixie-security` */
export function suitesOf(archives: readonly Archive[]): string {
  return archives.flatMap(({ suites }) => suites).join(', ');
}

/**
 * Options that make apt forget the host: own state, own sources, an empty status file, so that dependencies resolve as
 * if nothing were installed. The command line wins over /etc/apt/apt.conf.d, whose proxies and credentials still hold.
 */
export function aptOptions({ lists, root }: AptPlaces, architectures: readonly string[]): string[] {
  const options: Record<string, string> = {
    'Dir::State': `${root}/state`,
    'Dir::State::lists': lists,
    'Dir::State::status': `${root}/status`,
    'Dir::Cache': `${root}/cache`,
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    // A second copy of pkgcache.bin, for hosts whose list of installed packages changes.
    'Dir::Cache::srcpkgcache': '',
    'Dir::Etc::sourcelist': `${root}/sources.list`,
    'Dir::Etc::sourceparts': `${root}/none`,
    'Dir::Etc::preferences': `${root}/none`,
    'Dir::Etc::preferencesparts': `${root}/none`,
    'APT::Architecture': invariant(architectures[0], 'an architecture for apt'),
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    // Other views read these indexes, too.
    'APT::Get::List-Cleanup': 'false',
    // Whoever replays an old index hides what was fixed since; machines that bear that for themselves are no measure.
    'Acquire::Check-Valid-Until': 'true',
    // Without it apt does not look at that either.
    'Acquire::Check-Date': 'true',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    // print-uris shows MD5 otherwise.
    'Acquire::ForceHash': 'sha256',
    'Debug::NoLocking': 'true',
  };
  const all = architectures.flatMap((architecture) => ['-o', `APT::Architectures::=${architecture}`]);
  return [...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...all];
}
