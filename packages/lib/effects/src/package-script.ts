import { posix } from 'node:path';

import { ACCOUNT_COMMANDS } from './account-commands';
import { type InstalledAccounts } from './accounts';
import { type Alternative, parseAlternative } from './alternatives';
import { comparedWithNothing, testStatus } from './conditions';
import { FILE_COMMANDS, makeDirectory, type Making, writeFile } from './file-commands';
import { type InstalledTree } from './installed-tree';
import { MODULE_COMMANDS } from './module-commands';
import { NEEDLESS } from './needless-commands';
import { makePamProfiles } from './pam-profiles';
import { type Answer, type Call, type ScriptHost, type Status } from './read-script';
import { type Value } from './words';

/** What the scripts of all packages of an image come to. */
export interface Installation {
  readonly tree: InstalledTree;
  readonly accounts: InstalledAccounts;
  readonly alternatives: Alternative[];
  /** What is made when all packages are configured, by the package whose script asked for it first. */
  readonly late: Set<(making: Making) => void>;
  /** Follows a script of a shell that a script calls. */
  readonly follow: (source: string, host: ScriptHost, parameters: readonly string[]) => void;
  /** Names of triggers that scripts started. */
  readonly activated: Set<string>;
  /** The architecture of the image, as Debian and GNU call it. */
  readonly architecture: string;
  readonly multiarch: string;
}

/** What became of a line of a script. */
export interface ScriptLine {
  readonly package: string;
  /** `postinst`, `preinst`, `postinst triggered`; of what systemd would do the path of the file. */
  readonly script: string;
  readonly text: string;
  /** `made`: an image has what it makes; `needless`: an image needs nothing of it; `unknown`: it is not understood. */
  readonly outcome: 'made' | 'needless' | 'unknown';
  /** Why it is needless. */
  readonly reason?: string;
}

const silent = (status: Status): Answer => ({ status, output: '' });
const printed = (output: Value, status: Status = true): Answer => ({ status, output });

/** Commands that nobody installs into an image, and that scripts ask for: what they would do is made here, or needless. */
const isStandIn = (name: string): boolean =>
  ['systemd-tmpfiles', 'systemd-sysusers', 'update-alternatives', 'dpkg-statoverride', 'ucf'].includes(name);

/** Files of functions that a script takes in, of which those that matter are commands here. */
const KNOWN_SOURCES =
  /^\/usr\/(share\/debconf\/confmodule|share\/apache2\/apache2-maintscript-helper|lib\/php\/php-maintscript-helper|share\/postgresql-common\/maintscripts-functions)$/;

/** As deep as scripts call others. */
const DEEPEST = 3;

/** Whether a text is a script that is followed here. */
export function isShellScript(source: string): boolean {
  return /^#!\s*\S*\/(ba|da)?sh\b/.test(source);
}

/** Answers the commands of one maintainer script of a package, and makes in an installation what they would. */
export class PackageScript implements ScriptHost {
  readonly lines: ScriptLine[] = [];
  readonly #installation: Installation;
  readonly #package: string;
  readonly #script: string;
  readonly #defaults: ReadonlyMap<string, string>;
  #temporary = 0;
  #depth = 0;
  #umask = 0o022;

  /** `defaults` are the answers of debconf's questions when nobody is asked, by template. */
  constructor(
    { name, script }: { readonly name: string; readonly script: string },
    installation: Installation,
    defaults: ReadonlyMap<string, string>,
  ) {
    this.#package = name;
    this.#script = script;
    this.#installation = installation;
    this.#defaults = defaults;
  }

  matching(pattern: string): string[] {
    return this.#installation.tree.matching(pattern);
  }

  obscure(text: string): void {
    this.#note(text, 'unknown');
  }

  call(call: Call): Answer {
    const [name, ...args] = call.words;
    if (name === null) return this.#unknown(call);
    const last = args.at(-1);
    if (name === 'umask' && /^0?[0-7]{3}$/.test(last ?? '')) this.#umask = parseInt(last ?? '', 8);
    if (name === 'dpkg-trigger' && last != null) this.#installation.activated.add(last);
    const question = this.#question(name, args);
    if (question !== undefined) return question;
    const isLog = call.output?.path?.startsWith('/var/log/') === true;
    if (call.output !== null && !isLog) return this.#written(call, name, args);
    // Text for who watches.
    if (name === 'cat') {
      this.#note(call.text, 'needless', NEEDLESS['echo']);
      return printed(null);
    }
    if (Object.hasOwn(NEEDLESS, name) && (name !== '.' || KNOWN_SOURCES.test(args[0] ?? ''))) {
      this.#note(call.text, 'needless', NEEDLESS[name]);
      return printed(null, name === 'true' || name === ':' || name === 'echo' ? true : name === 'false' ? false : null);
    }
    const known = args.flatMap((word) => (word === null ? [] : [word]));
    if (known.length < args.length) return this.#unknown(call);
    if (!call.isMaybe && this.#followed(name, known)) return printed(null, null);
    const status = call.isMaybe ? this.#maybe(name, known) : this.#made(name, known);
    if (status === undefined) return this.#unknown(call);
    this.#note(call.text, 'made');
    return silent(status);
  }

  /** What only asks, and what it answers; undefined for other commands. */
  #question(name: string, args: readonly Value[]): Answer | undefined {
    const { tree, accounts, architecture, multiarch } = this.#installation;
    const [first = '', second = ''] = args;
    switch (name) {
      case '[':
        return silent(testStatus(args.slice(0, -1), tree));
      case 'test':
        return silent(testStatus(args, tree));
      case 'command':
      case 'which':
      case 'type':
        return this.#found(args.at(-1) ?? null);
      case 'getent':
      case 'id': {
        const who = args.filter((word) => word !== null && !word.startsWith('-')).at(-1) ?? null;
        if (who === null) return printed(null, null);
        const isThere = (first === 'group' ? accounts.group(who) : accounts.user(who)) !== undefined;
        const number = first === 'group' ? accounts.group(who)?.gid : accounts.user(who)?.uid;
        return printed(name === 'id' && number !== undefined ? String(number) : null, isThere);
      }
      case 'dpkg':
        if (first === '--print-architecture') return printed(architecture);
        if (first === '--compare-versions') return silent(second === '' ? comparedWithNothing(args[2] ?? '') : null);
        return printed(null, null);
      case 'dpkg-architecture':
        if (args.some((word) => word?.includes('MULTIARCH'))) return printed(multiarch);
        return printed(args.some((word) => word?.endsWith('HOST_ARCH')) ? architecture : null, true);
      case 'dpkg-divert':
        return args.includes('--listpackage') || args.includes('--list') || args.includes('--truename')
          ? printed('', true)
          : undefined;
      case 'basename':
        return printed(first === null ? null : posix.basename(first, second ?? undefined));
      case 'dirname':
        return printed(first === null ? null : posix.dirname(first));
      case 'readlink':
      case 'realpath': {
        const path = args.at(-1);
        return printed(path == null ? null : tree.place(path), path == null ? null : tree.at(path) !== undefined);
      }
      case 'stat':
        return printed(this.#stat(args));
      case 'update-alternatives':
        return ['--list', '--query', '--display'].includes(first ?? '') ? this.#alternative(second ?? null) : undefined;
      // Of a file that no layer gives any.
      case 'setcap':
        return first === '-r' ? printed('', true) : undefined;
      case 'expr':
        return printed(calculated(args));
      case 'mktemp':
        return printed(`/tmp/.installation/${this.#package}-${(this.#temporary += 1)}`);
      case 'db_get':
      case 'db_metaget': {
        const value = first === null ? undefined : this.#defaults.get(first);
        return { ...silent(value !== undefined), sets: { RET: value ?? null } };
      }
      default:
        return undefined;
    }
  }

  /** `stat -c %a PATH`: a mode, or the number of an owner. */
  #stat(args: readonly Value[]): Value {
    const path = args.at(-1);
    const node = path == null ? undefined : this.#installation.tree.at(path);
    if (node === undefined) return null;
    const { accounts } = this.#installation;
    if (args.includes('%a')) return node.mode.toString(8);
    if (args.includes('%u')) return String(accounts.user(node.owner)?.uid ?? node.owner);
    return args.includes('%g') ? String(accounts.group(node.group)?.gid ?? node.group) : null;
  }

  /** Whether a command is a script of a package, which is followed then. */
  #followed(name: string, args: readonly string[]): boolean {
    const { tree, follow } = this.#installation;
    const source = name.startsWith('/') && this.#depth < DEEPEST ? tree.text(name) : null;
    if (source === null || !isShellScript(source)) return false;
    this.#depth += 1;
    follow(source, this, args);
    this.#depth -= 1;
    return true;
  }

  /** What update-alternatives says of a name of which no link was offered. */
  #alternative(name: Value): Answer {
    const { alternatives } = this.#installation;
    return name === null || alternatives.some((one) => one.name === name) ? printed(null, null) : printed('', false);
  }

  #found(name: Value): Answer {
    if (name === null) return printed(null, null);
    const places = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'].map((place) => `${place}/${name}`);
    const path = places.find((place) => this.#installation.tree.at(place)?.type === 'file');
    if (path !== undefined) return printed(path);
    return isStandIn(name) ? printed('/bin/true') : printed('', false);
  }

  /** A command whose output goes into a file: a here-document, or words. */
  #written(call: Call, name: string, args: readonly Value[]): Answer {
    const { output, input, isMaybe } = call;
    const path = output?.path ?? null;
    const words = args.some((word) => word === null)
      ? null
      : args.filter((word) => word !== '-e' && word !== '-n').join(' ');
    const text =
      name === 'cat' && args.length === 0 ? input : name === 'echo' && words !== null ? `${words}\n` : undefined;
    if (path === null || text === null || text === undefined || isMaybe) return this.#unknown(call);
    const context = this.#context();
    const before = output?.isAppended === true ? context.tree.at(path)?.content : undefined;
    if (before !== undefined && !('text' in before)) return this.#unknown(call);
    writeFile(path, { text: (before?.text ?? '') + text }, context);
    this.#note(call.text, 'made');
    return silent(true);
  }

  #context(): Making & { accounts: InstalledAccounts } {
    const { tree, accounts } = this.#installation;
    return { tree, accounts, by: this.#package, umask: this.#umask };
  }

  /** What may not be come to makes nothing; but what would change nothing is needless either way. */
  #maybe(name: string, args: readonly string[]): Status | undefined {
    const { tree } = this.#installation;
    if (name === 'rm' || name === 'rmdir')
      return args.every((path) => path.startsWith('-') || tree.at(path, true) === undefined) ? true : undefined;
    const makesAccount = ['addgroup', 'groupadd', 'adduser', 'useradd'].includes(name);
    const { accounts } = this.#installation;
    const who = args.at(-1) ?? '';
    const isThere = name.includes('group') ? accounts.group(who) : accounts.user(who);
    return makesAccount && isThere !== undefined ? true : undefined;
  }

  /** Makes what a command makes; undefined for one that is not understood. */
  #made(name: string, args: readonly string[]): Status | undefined {
    const context = this.#context();
    const { accounts, alternatives } = this.#installation;
    switch (name) {
      case 'update-alternatives': {
        if (!args.includes('--install')) return true;
        const offered = parseAlternative(args, this.#package);
        if (offered === null) return undefined;
        alternatives.push(offered);
        return true;
      }
      // Their files are followed whether or not a script names them.
      case 'systemd-sysusers':
      case 'systemd-tmpfiles':
        return true;
      case 'pam-auth-update':
        this.#installation.late.add(makePamProfiles);
        return true;
    }
    const enable = Object.hasOwn(MODULE_COMMANDS, name) ? MODULE_COMMANDS[name] : undefined;
    if (enable !== undefined) return enable(args, context) ?? undefined;
    if (Object.hasOwn(ACCOUNT_COMMANDS, name)) {
      const result = ACCOUNT_COMMANDS[name]?.(args, accounts) ?? null;
      if (result === null) return undefined;
      if (result.home !== null) this.#home(result.home, args);
      return true;
    }
    const act = Object.hasOwn(FILE_COMMANDS, name) ? FILE_COMMANDS[name] : undefined;
    return act?.(args, context) ?? undefined;
  }

  /** The home of a new user is his. */
  #home(home: string, args: readonly string[]): void {
    const context = this.#context();
    const { tree, accounts } = context;
    const user = accounts.users.find(({ name, home: own }) => own === home && args.includes(name));
    if (user === undefined || home === '/nonexistent' || home === '/') return;
    makeDirectory(home, 0o755, context);
    const node = tree.at(home);
    if (node?.madeBy === this.#package) tree.put(home, { ...node, owner: user.name, group: String(user.gid) });
  }

  #unknown(call: Call): Answer {
    this.#note(call.text, 'unknown');
    return printed(null, null);
  }

  #note(text: string, outcome: ScriptLine['outcome'], reason?: string): void {
    this.lines.push({
      package: this.#package,
      script: this.#script,
      text,
      outcome,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}

/** `expr A + B` and the like of two whole numbers; null for anything else. */
function calculated([left = null, operator = null, right = null, ...more]: readonly Value[]): Value {
  if (more.length > 0 || !/^-?\d+$/.test(left ?? '') || !/^-?\d+$/.test(right ?? '')) return null;
  const [a, b] = [Number(left), Number(right)];
  if (operator === '+') return String(a + b);
  if (operator === '-') return String(a - b);
  return operator === '*' ? String(a * b) : null;
}
