import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type LocalRegistry } from './local-registry';
import { NxWorkspace } from './nx-workspace';

/** The oldest and the newest Nx that Basewright supports. */
export const NX_VERSIONS = { oldest: '22.0.0', newest: '24.0.6' } as const;

/** What a command wrote and how it ended. */
export interface CommandRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** The workspace of somebody else, from nothing: npm, git and an Nx, and no Basewright yet. */
export class TeamWorkspace extends NxWorkspace {
  constructor({ url }: LocalRegistry, nxVersion: string, parent = mkdtempSync(join(tmpdir(), 'basewright-team-'))) {
    super(parent);
    // Everything but the family comes from the registry that this machine is set up with.
    this.write('.npmrc', `@basewright:registry=${url}\naudit=false\nfund=false\n`);
    this.write('package.json', JSON.stringify({ name: 'team', private: true, devDependencies: { nx: nxVersion } }));
    this.write('nx.json', JSON.stringify({ analytics: false, neverConnectToCloud: true }));
    this.write('.gitignore', 'node_modules\ndist\n');
    this.must('git', 'init', '--quiet');
    this.must('git', 'config', 'user.name', 'Team');
    this.must('git', 'config', 'user.email', 'team@example.org');
    this.must('npm', 'install', '--prefer-offline');
  }

  /** Runs a program here. */
  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): CommandRun {
    const { options } = this.nxCommand([], { env });
    const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { exitCode: status, output: `${stdout}${stderr}` };
  }

  /** Runs a program that has to end well, and returns what it wrote. */
  must(program: string, ...args: readonly string[]): string {
    const { exitCode, output } = this.run(program, args);
    if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(exitCode)}:\n${output}`);
    return output;
  }
}
