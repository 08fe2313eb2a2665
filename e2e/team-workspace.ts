import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type PinnedArchive } from '@basewright/testing';

import { type LocalRegistry } from './local-registry';
import { NxWorkspace } from './nx-workspace';

/** The oldest and the newest Nx that Basewright supports. */
export const NX_VERSIONS = { oldest: '22.0.0', newest: '24.0.6' } as const;

/** What a command wrote and how it ended. */
export interface CommandRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A host whose Debian is an archive of ours: a mount namespace shows it in the place of Debian's keys and of /etc/apt. */
function hostOn({ directory }: PinnedArchive): string[] {
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const mounts = `mount --bind "$0/keyring.gpg" ${keys} && mount --bind "$0/apt" /etc/apt && exec "$@"`;
  return ['unshare', '--map-root-user', '--mount', 'sh', '-ec', mounts, directory];
}

/** What a team has: a registry with the family, and an archive that stands for Debian's. */
export interface TeamPlaces {
  readonly registry: LocalRegistry;
  readonly archive: PinnedArchive;
}

/** The workspace of somebody else, from nothing: no Basewright yet. */
export class TeamWorkspace extends NxWorkspace {
  private constructor({ archive, registry: { url } }: TeamPlaces) {
    super(mkdtempSync(join(tmpdir(), 'basewright-team-')), undefined, hostOn(archive));
    // Everything but the family comes from the registry that this machine is set up with.
    this.write('.npmrc', `@basewright:registry=${url}\naudit=false\nfund=false\n`);
  }

  /** A directory with nothing in it. */
  static empty(places: TeamPlaces): TeamWorkspace {
    return new TeamWorkspace(places);
  }

  /** A workspace of npm with a version of Nx. */
  static withNx(places: TeamPlaces, nxVersion: string): TeamWorkspace {
    const team = new TeamWorkspace(places);
    team.write('package.json', JSON.stringify({ name: 'team', private: true, devDependencies: { nx: nxVersion } }));
    team.write('nx.json', JSON.stringify({ analytics: false, neverConnectToCloud: true }));
    team.must('npm', 'install', '--prefer-offline');
    return team;
  }

  /** Makes a repository of it. */
  startGit(): void {
    this.must('git', 'init', '--quiet');
    this.must('git', 'config', 'user.name', 'Team');
    this.must('git', 'config', 'user.email', 'team@example.org');
  }

  /** Commits everything. */
  commit(): void {
    this.must('git', 'add', '--all');
    this.must('git', 'commit', '--quiet', '--message', 'work');
  }

  /** What is not committed, as git lists it. */
  changes(): string {
    return this.must('git', 'status', '--porcelain');
  }

  /** Runs an nx command that has to end well, and returns what it wrote. */
  succeed(...args: readonly string[]): string {
    const { exitCode, output } = this.nx(args);
    if (exitCode !== 0) throw new Error(output);
    return output;
  }

  /** Runs a program here. */
  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): CommandRun {
    const { options } = this.nxCommand([], { env });
    const [first = '', ...rest] = [...this.host, program, ...args];
    const { status, stdout, stderr } = spawnSync(first, rest, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { exitCode: status, output: `${stdout}${stderr}` };
  }

  /** Runs a program that has to end well, and returns what it wrote. */
  must(program: string, ...args: readonly string[]): string {
    const { exitCode, output } = this.run(program, args);
    if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(exitCode)}:\n${output}`);
    return output;
  }
}
