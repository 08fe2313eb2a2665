import { BasewrightError, exec, exists } from '@basewright/core';

/** Where Debian packages come from. Everything has a default on a Debian host. */
export interface DebianSettings {
  /** Base address of a package mirror, or a `file:` URI. Default: the mirror the host's apt is set up with. */
  readonly mirror?: string;
  /** The suite toolchains and libraries are from. Default: {@link DEFAULT_SUITE}. */
  readonly suite?: string;
  /** File with the keys that sign the suite. Default: that of the package debian-archive-keyring. */
  readonly keyring?: string;
}

/** {@link DebianSettings} with nothing left open. */
export interface ResolvedSettings {
  readonly mirror: string;
  readonly suite: string;
  readonly keyring: string;
}

/** The suite whose compilers, libraries and headers Basewright was tested with. */
export const DEFAULT_SUITE = 'trixie';

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Fills in what was left open. Throws MISSING_PREREQUISITE when the host has no mirror or no keyring to offer. */
export async function resolveSettings(settings: DebianSettings): Promise<ResolvedSettings> {
  const keyring = settings.keyring ?? DEBIAN_KEYRING;
  if (!(await exists(keyring))) {
    throw new BasewrightError(
      'MISSING_PREREQUISITE',
      `cannot verify Debian packages: there is no keyring at ${keyring}`,
      {
        hint: 'install debian-archive-keyring, or name another file with the option debian.keyring',
      },
    );
  }
  return { mirror: settings.mirror ?? (await hostMirror()), suite: settings.suite ?? DEFAULT_SUITE, keyring };
}

async function hostMirror(): Promise<string> {
  // Without release information apt also lists what was never downloaded: a machine on which nobody ran an update. What
  // was downloaded it would read for half a second.
  const nothingKnown = ['-o', 'Dir::State=/none', '-o', 'Dir::State::status=/dev/null'];
  const { stdout } = await exec(
    'apt-get',
    [...nothingKnown, 'indextargets', '--no-release-info', '--format', '$(REPO_URI) $(RELEASE)'],
    { purpose: "ask apt for the host's package mirror" },
  );
  const mirror = chooseMirror(stdout);
  if (mirror !== undefined) return mirror;
  throw new BasewrightError('MISSING_PREREQUISITE', 'cannot find a Debian mirror: apt is set up with none', {
    hint: 'name one with the option debian.mirror, or in /etc/apt/sources.list',
  });
}

/**
 * The first archive of an `apt-get indextargets` listing that may hold a suite of Debian: not one of security updates,
 * which hold part of a suite, and none of Ubuntu's, which has no suite of Debian.
 */
export function chooseMirror(listing: string): string | undefined {
  const rows = listing.split('\n').map((line) => line.split(' '));
  const row = rows.find(
    ([uri, release]) => uri !== undefined && release !== undefined && !/security|ubuntu/.test(uri + release),
  );
  return row?.[0]?.replace(/\/*$/, '/');
}
