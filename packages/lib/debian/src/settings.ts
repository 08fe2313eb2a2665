import { BasewrightError, type DeepReadonly, exec, exists } from '@basewright/core';
import { z } from 'zod';

/** One word of a line of sources.list(5): a base address, with what apt has after the name of a method. */
const address = z
  .string()
  .max(2000)
  .regex(
    /^[a-z][a-z0-9+.-]*:\/?[!-~]+$/,
    'expected the address of an archive, as in "https://mirror.example.org/debian/"',
  );

/** As `Suite` and `Codename` of a Release file, and below `dists/`. */
export const suiteName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'expected the name of a suite, as in "trixie"');

/** `main`. */
export const componentName = z
  .string()
  .max(128)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/,
    'expected the name of a component, as in "main"',
  );

/** What the lock file calls an archive; it is also the name of a directory. */
export const archiveName = z
  .string()
  .max(128)
  .regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected the name of an archive: a-z, 0-9, dots and dashes');

/** A path that may stand in a line of sources.list(5), between brackets. */
const keyringPath = z
  .string()
  .regex(/^[^\s[\],]+$/, 'expected the path of a file, without blanks, brackets and commas');

const ownArchive = z.strictObject({
  mirror: address.describe('Base address: an URL or a `file:` URI.'),
  suites: z.array(suiteName).min(1),
  components: z.array(componentName).optional().describe('Default: `main`.'),
  keyring: keyringPath.describe('File with the keys that sign it.'),
});

/** What may be said of where Debian packages come from. */
export const debianSettings = z
  .strictObject({
    mirror: address
      .optional()
      .describe(
        "Base address of a package mirror, or a `file:` URI. Default: the mirror the host's apt is set up with.",
      ),
    securityMirror: z
      .union([address, z.literal(false)])
      .optional()
      .describe(
        "Base address of the archive of security updates; false: look into none. Default: the host's, unless `mirror` and `keyring` name an archive that is not Debian's.",
      ),
    suite: suiteName
      .optional()
      .describe('The suite toolchains and libraries are from. Default: the one Basewright was tested with.'),
    moreSuites: z
      .array(suiteName)
      .optional()
      .describe('More suites of the same archive: `trixie-backports`. Default: none.'),
    keyring: keyringPath
      .optional()
      .describe('File with the keys that sign the suite. Default: that of the package debian-archive-keyring.'),
    archives: z
      .record(archiveName, ownArchive)
      .optional()
      .describe("More archives, a company's repository say, by the name that the lock file gives them."),
    snapshots: z
      .array(address)
      .optional()
      .describe("Addresses of services that keep what mirrors have dropped, first to ask first. Default: Debian's."),
    lockFile: z
      .string()
      .optional()
      .describe(
        'The lock file, whose archives say of when to ask those services. An absolute path; without one they are not asked.',
      ),
  })
  .describe('Where Debian packages come from; every part has a default on a Debian host.');

/** Where Debian packages come from. Everything has a default on a Debian host. */
export type DebianSettings = DeepReadonly<z.infer<typeof debianSettings>>;

/** An archive of packages: what apt calls a repository. */
export interface Archive {
  /** What the lock file calls it, wherever its mirror is: `debian-security`. */
  readonly name: string;
  /** Base address, with a slash at its end. */
  readonly mirror: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Path of the file with its keys. */
  readonly keyring: string;
}

/** {@link DebianSettings} with nothing left open. */
export interface ResolvedSettings {
  readonly suite: string;
  /** The first is Debian's own, or what stands for it. */
  readonly archives: readonly [Archive, ...Archive[]];
}

/** The suite whose compilers, libraries and headers Basewright was tested with. */
export const DEFAULT_SUITE = 'trixie';

/** The archive that suites are in, and that of their security updates. */
export const MAIN_ARCHIVE = 'debian';
export const SECURITY_ARCHIVE = 'debian-security';

/**
 * Debian's snapshot service has every file of both archives since 2005, at
 * `<address>/<archive>/<time>/<path in the archive>`. The second address is the same service behind a CDN.
 */
export const SNAPSHOTS = [
  'https://snapshot.debian.org/archive/',
  'https://snapshot-cloudflare.debian.org/archive/',
] as const;

/** The archives that the snapshot service has. */
export const IN_SNAPSHOTS: readonly string[] = [MAIN_ARCHIVE, SECURITY_ARCHIVE];

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Suites that are never released, so that nothing is added to them afterwards. */
const ROLLING = ['sid', 'unstable', 'experimental'];

/** Fills in what was left open. Throws MISSING_PREREQUISITE when the host has no mirror or no keyring to offer. */
export async function resolveSettings(settings: DebianSettings): Promise<ResolvedSettings> {
  const { suite = DEFAULT_SUITE, keyring = DEBIAN_KEYRING, moreSuites = [] } = settings;
  const own = Object.entries(settings.archives ?? {}).map(
    ([name, { components = ['main'], mirror, ...archive }]): Archive => ({
      name,
      mirror: withSlash(mirror),
      components,
      ...archive,
    }),
  );
  for (const file of new Set([keyring, ...own.map((archive) => archive.keyring)])) await assertKeyring(file);
  const common = { components: ['main'], keyring };
  const isDebians = settings.keyring === undefined && !ROLLING.includes(suite);
  const host =
    settings.mirror === undefined || isDebians ? await hostArchives() : { main: undefined, security: undefined };
  const mirror = settings.mirror ?? host.main;
  if (mirror === undefined) {
    throw new BasewrightError('MISSING_PREREQUISITE', 'cannot find a Debian mirror: apt is set up with none', {
      hint: 'name one with the option debian.mirror, or in /etc/apt/sources.list',
    });
  }
  const security = settings.securityMirror ?? (isDebians ? host.security : undefined);
  const suites = [...new Set([suite, ...(isDebians ? [`${suite}-updates`] : []), ...moreSuites])];
  return {
    suite,
    archives: [
      { name: MAIN_ARCHIVE, mirror: withSlash(mirror), suites, ...common },
      ...(security === undefined || security === false
        ? []
        : [{ name: SECURITY_ARCHIVE, mirror: withSlash(security), suites: [`${suite}-security`], ...common }]),
      ...own,
    ],
  };
}

async function assertKeyring(path: string): Promise<void> {
  if (await exists(path)) return;
  throw new BasewrightError('MISSING_PREREQUISITE', `cannot verify Debian packages: there is no keyring at ${path}`, {
    hint: 'install debian-archive-keyring, or name another file with the option debian.keyring',
  });
}

/** The archives that the host's apt is set up with, as far as it is set up with some. */
export interface HostArchives {
  readonly main: string | undefined;
  readonly security: string | undefined;
}

let known: Promise<HostArchives> | undefined;

/** Asked once per process: the answer does not change under a running build. */
function hostArchives(): Promise<HostArchives> {
  known ??= askApt();
  return known;
}

async function askApt(): Promise<HostArchives> {
  // Without release information apt also lists what was never downloaded: a machine on which nobody ran an update. What
  // was downloaded it would read for half a second.
  const nothingKnown = ['-o', 'Dir::State=/none', '-o', 'Dir::State::status=/dev/null'];
  const { stdout } = await exec(
    'apt-get',
    [...nothingKnown, 'indextargets', '--no-release-info', '--format', '$(REPO_URI) $(RELEASE)'],
    { purpose: "ask apt for the host's package mirror" },
  );
  return chooseArchives(stdout);
}

/**
 * The first archive of an `apt-get indextargets` listing that may hold a suite of Debian, and the first of its security
 * updates, which hold part of a suite. Ubuntu's have no suite of Debian.
 */
export function chooseArchives(listing: string): HostArchives {
  const rows = listing.split('\n').flatMap((line) => {
    const [uri, release] = line.split(' ');
    return uri === undefined || release === undefined || /ubuntu/.test(uri + release) ? [] : [{ uri, release }];
  });
  const isSecurity = ({ uri, release }: { readonly uri: string; readonly release: string }): boolean =>
    /security/.test(uri + release);
  return { main: rows.find((row) => !isSecurity(row))?.uri, security: rows.find(isSecurity)?.uri };
}

function withSlash(uri: string): string {
  return uri.replace(/\/*$/, '/');
}
