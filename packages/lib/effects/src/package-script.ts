import { posix } from 'node:path';

import { ACCOUNT_COMMANDS } from './account-commands';
import { type InstalledAccounts } from './accounts';
import { parseAlternative } from './alternatives';
import { FILE_COMMANDS, makeDirectory, type Making, writeFile } from './file-commands';
import { type Installation, type ScriptLine } from './installation';
import { MODULE_COMMANDS } from './module-commands';
import { NEEDLESS } from './needless-commands';
import { makePamProfiles } from './pam-profiles';
import { printed, QUESTIONS, silent } from './questions';
import { type Answer, type Call, type ScriptHost, type Status } from './script-host';
import { type Value } from './words';

/** Files of functions that a script takes in, of which those that matter are commands here. */
const KNOWN_SOURCES =
  /^\/usr\/(share\/debconf\/confmodule|share\/apache2\/apache2-maintscript-helper|lib\/php\/php-maintscript-helper|share\/postgresql-common\/maintscripts-functions)$/;

/** As deep as scripts call others. */
const DEEPEST = 3;

/** Whether a text is a script that is followed here. */
export function isShellScript(source: string): boolean {
  return /^#!\s*\S*\/(ba|da)?sh\b/.test(source);
}

/** The name of a program that a script names by its place among a package's own: `/usr/lib/…/glib-2.0/gio-querymodules`. */
function plainName(name: string): string {
  return name.startsWith('/usr/lib/') ? posix.basename(name) : name;
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
    if (name === 'mktemp') return printed(`/tmp/.installation/${this.#package}-${(this.#temporary += 1)}`);
    const asked = { installation: this.#installation, defaults: this.#defaults };
    const question = Object.hasOwn(QUESTIONS, name) ? QUESTIONS[name]?.(args, asked) : undefined;
    if (question !== undefined) return question;
    const isLog = call.output?.path?.startsWith('/var/log/') === true;
    if (call.output !== null && !isLog) return this.#written(call, name, args);
    // Text for who watches.
    if (name === 'cat') {
      this.#note(call.text, 'needless', NEEDLESS['echo']);
      return printed(null);
    }
    const plain = plainName(name);
    if (Object.hasOwn(NEEDLESS, plain) && (name !== '.' || KNOWN_SOURCES.test(args[0] ?? ''))) {
      this.#note(call.text, 'needless', NEEDLESS[plain]);
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
    const own = plainName(name);
    const enable = Object.hasOwn(MODULE_COMMANDS, own) ? MODULE_COMMANDS[own] : undefined;
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
