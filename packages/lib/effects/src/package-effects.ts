import { type Account, type AccountGroup, InstalledAccounts } from './accounts';
import { makeAlternatives } from './alternatives';
import {
  addCertificates,
  addToJavaTrustStores,
  bytesOf,
  makeCertificates,
  makeJavaTrustStore,
  type MakerContext,
  putCertificates,
} from './certificates';
import { type Making } from './file-commands';
import { type InstalledNode, InstalledTree } from './installed-tree';
import { type OwnCertificate } from './own-certificates';
import { type Installation, type ScriptLine } from './installation';
import { isShellScript, PackageScript } from './package-script';
import { ScriptReader } from './read-script';
import { applyService } from './services';
import { applySysusers, applyTmpfiles, type TmpfilesContext } from './tmpfiles';
import { parseTriggers, startedBy } from './triggers';

/** A package as far as its installation goes. */
export interface PackageToInstall {
  readonly name: string;
  /** By name: `postinst`, `preinst`, `templates`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Its file of that name; empty where it has none. */
  readonly triggers: string;
  /** What it ships, by path. */
  readonly nodes: ReadonlyMap<string, InstalledNode>;
}

/** What packages are installed on. */
export interface InstallTarget {
  /** What is there, by path. */
  readonly nodes: Iterable<readonly [path: string, node: InstalledNode]>;
  readonly users: readonly Account[];
  readonly groups: readonly AccountGroup[];
  /** Numbers that nobody is given: of accounts that come later. */
  readonly reserved: readonly number[];
  /** As Debian calls it: `arm64`. */
  readonly architecture: string;
  /** As GNU does: `aarch64-linux-gnu`. */
  readonly multiarch: string;
  /** Those that the image trusts because its author says so. */
  readonly certificates: readonly OwnCertificate[];
  /** Whether an image has a place for a path: documentation stays out. */
  readonly isWanted: (path: string) => boolean;
}

/** What installing packages makes beside what they ship. */
export interface PackageEffects {
  /** What scripts made, or gave another owner or mode, by path. */
  readonly nodes: ReadonlyMap<string, InstalledNode>;
  /** Paths of packages that scripts removed. */
  readonly removed: readonly string[];
  /** All users and groups, those that were there first. */
  readonly users: readonly Account[];
  readonly groups: readonly AccountGroup[];
  /** What became of each line of the scripts. */
  readonly lines: readonly ScriptLine[];
}

/**
 * Reads what the maintainer scripts of packages would make, and runs none of them: each is followed as dpkg would run it for a
 * first installation (Debian Policy 6.5: `preinst install`, `postinst configure ""`, then `postinst triggered` where files of
 * packages start it), with the files of sysusers.d and tmpfiles.d.
 * The result depends on the packages, in the order given, and on the target alone.
 */
export async function packageEffects(
  packages: readonly PackageToInstall[],
  target: InstallTarget,
): Promise<PackageEffects> {
  const tree = new InstalledTree([...target.nodes, ...packages.flatMap(({ nodes }) => [...nodes])]);
  const accounts = new InstalledAccounts(target.users, target.groups, target.reserved);
  const { architecture, multiarch } = target;
  const { parse } = await import('unbash');
  const follow: Installation['follow'] = (source, host, parameters) => {
    new ScriptReader(source, host, { parameters, variables: {} }).read(parse(source));
  };
  const installation: Installation = {
    ...{ tree, accounts, alternatives: [], activated: new Set(), late: new Set(), follow, architecture, multiarch },
  };
  const own: Making = { tree, by: CERTIFICATES };
  putCertificates(target.certificates, own);
  const lines = await declared(packages, installation, 'sysusers.d');
  for (const one of packages) for (const run of RUNS) lines.push(...(await followScript(one, run, installation)));
  const paths = packages.flatMap(({ nodes }) => [...nodes.keys()]);
  const triggers = packages.map((one) => ({ one, own: parseTriggers(one.triggers) }));
  const names = new Set([...installation.activated, ...triggers.flatMap(({ own }) => own.activates)]);
  for (const { one, own } of triggers) {
    const started = startedBy(own, { names, paths });
    const isMade = Object.hasOwn(MAKERS, one.name);
    if (started.length > 0 && !isMade)
      lines.push(...(await followScript(one, ['postinst', ['triggered', started.join(' ')]], installation)));
  }
  if (target.certificates.length > 0) lines.push(...(await trustOwn(packages, own)));
  for (const make of installation.late) make({ tree, by: 'libpam-runtime' });
  lines.push(...(await declared(packages, installation, 'tmpfiles.d')));
  await declared(packages, installation, 'systemd/system');
  makeAlternatives(tree, installation.alternatives, target.isWanted);
  return {
    nodes: new Map(
      [...tree.entries()].filter(
        ([path, { madeBy }]) => madeBy !== null && !/^\/tmp(\/\.installation(\/.*)?)?$/.test(path),
      ),
    ),
    removed: paths.filter((path) => tree.at(path, true) === undefined),
    users: accounts.users,
    groups: accounts.groups,
    lines,
  };
}

/** Who has put an author's certificates into the tree. */
const CERTIFICATES = 'certificates';

/** Adds an author's certificates to what is trusted already, but where packages have made that of all. Gives what cannot be added to. */
async function trustOwn(packages: readonly PackageToInstall[], making: Making): Promise<ScriptLine[]> {
  const isInstalled = (name: string): boolean => packages.some((one) => one.name === name);
  if (!isInstalled('ca-certificates')) await addCertificates(making);
  const left = isInstalled('ca-certificates-java') ? [] : await addToJavaTrustStores(making);
  return left.map((path) => ({
    ...{ package: CERTIFICATES, script: path, outcome: 'unknown' as const },
    text: 'a trust store of Java with a password, or in a format that is not known here: it stays as it is',
  }));
}

/** Follows one script of a package; gives what became of its lines. */
async function followScript(
  { name, scripts }: PackageToInstall,
  [script, parameters]: Run,
  installation: Installation,
): Promise<ScriptLine[]> {
  const source = scripts[script];
  if (source === undefined) return [];
  const [first = ''] = source.split('\n', 1);
  if (!isShellScript(source))
    return [{ package: name, script, text: `in another language: ${first}`, outcome: 'unknown' }];
  const maker = script === 'postinst' && Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (maker !== undefined) {
    await maker({ tree: installation.tree, by: name, postinst: source });
    return [{ package: name, script, text: 'the whole of it', outcome: 'made' }];
  }
  const { parse } = await import('unbash');
  const run = parameters[0] === 'triggered' ? `${script} triggered` : script;
  const host = new PackageScript({ name, script: run }, installation, defaultsIn(scripts['templates'] ?? ''));
  const variables = {
    DPKG_MAINTSCRIPT_PACKAGE: name,
    DPKG_MAINTSCRIPT_NAME: script,
    DPKG_ROOT: '',
    DPKG_MAINTSCRIPT_ARCH: installation.architecture,
  };
  new ScriptReader(source, host, { parameters, variables }).read(parse(source));
  return host.lines;
}

/** Packages whose scripts compute what they make, and do not say it: made here as they do. */
const MAKERS: Readonly<Record<string, (context: MakerContext) => Promise<void>>> = {
  'ca-certificates': makeCertificates,
  'ca-certificates-java': makeJavaTrustStore,
};

/** A script, and what dpkg gives it. */
type Run = readonly [script: string, parameters: readonly string[]];

/** Which scripts are followed of every package. */
const RUNS: readonly Run[] = [
  ['preinst', ['install']],
  ['postinst', ['configure', '']],
];

/** Files that packages ship for systemd, by directory below /usr/lib. One whose name has an at sign is for any number of services. */
const DECLARED = {
  'sysusers.d': /\.conf$/,
  'tmpfiles.d': /\.conf$/,
  'systemd/system': /^[^@]*\.service$/,
} as const;

function followed(kind: keyof typeof DECLARED, text: string, context: TmpfilesContext): string[] {
  if (kind === 'sysusers.d') return applySysusers(text, context.accounts);
  if (kind === 'tmpfiles.d') return applyTmpfiles(text, context);
  applyService(text, context);
  return [];
}

/** Applies the files that packages ship for systemd, whether or not a script names them. Gives the lines that are not understood. */
async function declared(
  packages: readonly PackageToInstall[],
  { tree, accounts }: Installation,
  kind: keyof typeof DECLARED,
): Promise<ScriptLine[]> {
  const lines: ScriptLine[] = [];
  for (const { name, nodes } of packages) {
    for (const [path, { content }] of nodes) {
      if (!path.startsWith(`/usr/lib/${kind}/`) || !DECLARED[kind].test(path) || content === undefined) continue;
      const text = (await bytesOf(content)).toString('utf8');
      const left = followed(kind, text, { tree, accounts, by: name });
      lines.push(...left.map((text) => ({ package: name, script: path, text, outcome: 'unknown' as const })));
    }
  }
  return lines;
}

/**
 * The answers to the questions of debconf's templates when nobody is asked, by name (debconf-devel(7)). A choice that has no default
 * has none: a config script would make it.
 */
function defaultsIn(templates: string): Map<string, string> {
  const stanzas = templates.split(/\n{2,}/).flatMap((stanza): [string, string][] => {
    const name = /^Template:\s*(\S+)/m.exec(stanza)?.[1];
    const answer = /^Default:[ \t]*(.*)$/m.exec(stanza)?.[1];
    if (name === undefined || (answer === undefined && /^Type:\s*select/m.test(stanza))) return [];
    return [[name, answer ?? '']];
  });
  return new Map(stanzas);
}
