import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { compileOutput, readStage } from '@basewright/core';
import { withRegistry } from '@basewright/testing';

import { docBlocks } from './doc-blocks';
import { expectGoldenDigests } from './golden-digests';
import { REPOSITORY } from './repository';
import { type NxRun, type RunOptions, Workspace } from './workspace';

const PROJECT = 'images/coral/spec-doc';
const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-coral-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs a command in coral, from the directory of its shell project. */
function coral(command: readonly string[], more: RunOptions & { readonly flags?: readonly string[] } = {}): NxRun {
  const { flags = [], ...options } = more;
  return workspace.nx(['run', 'coral:run', ...flags, '--', ...command], { cwd: PROJECT, ...options });
}

/** What a command printed, without what Nx prints around it. */
function said({ output }: NxRun): string {
  return output.slice(output.indexOf('\n', output.indexOf('> nx run coral:run')) + 2);
}

describe('the project of shell scripts beside the image', () => {
  it('runs its examples, as its author wrote the command', () => {
    const run = coral(['sh', '-c', './spec_doc $(find doc/spec/*)']);
    if (run.exitCode !== 0) throw new Error(run.output);
    expect(said(run)).toMatch(/^ok 1 - doc\/spec\/failures.md:17: sed .*\n(ok .*\n)+1\.\.10\n/);
  });

  it('passes its tests, on another platform too', () => {
    expect(coral(['./test.sh']).exitCode).toBe(0);
    const foreign = coral(['sh', '-c', './test.sh && uname -m 2>/dev/null; cat /proc/sys/kernel/hostname'], {
      flags: ['--platform=linux/arm64'],
    });
    if (foreign.exitCode !== 0) throw new Error(foreign.output);
    expect(said(foreign)).toMatch(/1\.\.10\ncoral\n/);
    expect(workspace.read('dist/images/coral/publish--arm64/stage.json')).toContain('"platform": "linux/arm64"');
  });

  it('fails where a test does', () => {
    workspace.write(`${PROJECT}/doc/spec/wrong.md`, '```console task\n$ echo this\nthat\n```\n');
    const run = coral(['./test.sh']);
    rmSync(join(workspace.root, PROJECT, 'doc/spec/wrong.md'));
    expect(run.exitCode).toBe(1);
    expect(run.output).toMatch(/not ok 11 - doc\/spec\/wrong.md:2: echo this\n {2}# want: that\n {2}# got: this/);
  });
});

describe('nx run coral:run', () => {
  it('hands words on as they are', () => {
    const words = ['-la', '--color=never', '', '$HOME', "it's", '"', 'a b', '--', '1.50', '--user=7', '--help', '-v'];
    expect(said(coral(['sh', '-c', 'for word; do echo "<$word>"; done', 'x', ...words]))).toContain(
      words.map((word) => `<${word}>\n`).join(''),
    );
    expect(coral(['find', '.', '--color=never']).output).toContain('find: unrecognized: --color=never');
  });

  it('passes on standard input, both streams, empty lines and the exit status, and is never cached', () => {
    const run = coral(['sh', '-c', 'echo out; echo; cat; echo error >&2; exit 42'], { input: 'from outside\n' });
    expect(run.exitCode).toBe(42);
    expect(said(run)).toMatch(/^out\n\nfrom outside\n/);
    expect(run.output).toContain('\nerror\n');
    expect(run.ran).toEqual(['coral:run']);
    expect(coral(['awk']).exitCode).toBe(127);
  });

  it('takes the options of docker run before --, and those of the target', () => {
    workspace.write('images/coral/project.json', JSON.stringify({ targets: { run: { options: { env: ['A=1'] } } } }));
    const flags = [
      '--user',
      '1000:1000',
      '-v',
      '.:/coral:ro',
      '-w',
      '/coral/doc',
      '--env=B=2',
      '--skipNxCache=false',
      '-e',
      'C',
    ];
    const script = 'pwd; echo $A $B $C; cat /proc/self/status | sed -n "s/^[UG]id:.//p"; touch x';
    const run = coral(['sh', '-c', script], { flags, env: { C: '3' } });
    rmSync(join(workspace.root, 'images/coral/project.json'));
    expect(said(run)).toMatch(/^\/coral\/doc\n1 2 3\n1000\t.*\n1000\t/);
    expect(run.output).toContain('Read-only file system');
  });

  it('works from a project.json that is written by hand', () => {
    const image = { platform: 'linux/amd64', directory: 'dist/images/coral/publish--amd64' };
    const options = { name: 'shell', images: [image], lockFile: 'basewright.lock.json', env: 'GREETING=hello' };
    const run = {
      executor: '@basewright/run:run',
      dependsOn: [{ projects: ['coral'], target: 'publish--amd64' }],
      options,
    };
    workspace.write('by-hand/project.json', JSON.stringify({ name: 'by-hand', targets: { run } }));
    const { exitCode, output } = workspace.nx([
      'run',
      'by-hand:run',
      '--',
      'sh',
      '-c',
      'echo $GREETING $HOSTNAME; exit 3',
    ]);
    rmSync(join(workspace.root, 'by-hand'), { recursive: true });
    expect(output).toContain('\nhello shell\n');
    expect(exitCode).toBe(3);
  });

  it('says what is wrong before it starts anything', () => {
    const run = coral(['ls'], { flags: ['--plattform=linux/arm64'] });
    expect(run.exitCode).toBe(125);
    expect(run.output).toContain('--plattform=linux/arm64 is no option of run (did you mean "platform"?)');
    expect(run.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on, and ends as the command does', async (signal) => {
    const { command, options } = workspace.nxCommand([
      ...['run', 'coral:run', '--', 'sh', '-c'],
      'trap "echo got; exit 43" INT TERM; echo ready; sleep 20 & wait',
    ]);
    const child = spawn(command[0] ?? '', command.slice(1), {
      ...options,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    for (let tries = 0; tries < 2000 && !output.includes('\nready'); tries++) await setTimeout(50);
    process.kill(-(child.pid ?? 0), signal);
    expect(await once(child, 'close')).toEqual([43, null]);
    expect(output).toContain('ready\ngot\n');
  });
});

it('passes the checks of every image', () => {
  const run = workspace.nx(['run', 'coral:test--amd64']);
  if (run.exitCode !== 0) throw new Error(run.output);
});

it('has the applets that its lists leave, and no other', async () => {
  const { body } = await readStage(
    join(workspace.root, 'dist/images/coral/compile--amd64'),
    compileOutput,
    'linux/amd64',
  );
  const asked = 'ar ash cat chmod comm cp env false find ln mkdir rm rmdir sed sh sleep sort touch true wget';
  expect(body.applets.map(({ name }) => name).join(' ')).toBe(asked);
  expect(said(coral(['busybox', '--list']))).toContain(`${asked.replaceAll(' ', '\n')}\n`);
});

it('is exported as coral.tar.xz with a Dockerfile, which buildah builds and runs', () => {
  const published = workspace.nx(['run', 'coral:publish--amd64']);
  if (published.exitCode !== 0) throw new Error(published.output);
  const context = join(workspace.root, 'dist/images/coral/publish--amd64/tar-xz');
  expect(readFileSync(join(context, 'Dockerfile'), 'utf8')).toBe('FROM scratch\nADD coral.tar.xz /\nCMD ["sh"]\n');
  const storage = ['--root', join(scratch, 'root'), '--runroot', join(scratch, 'run'), '--storage-driver', 'vfs'];
  const buildah = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync('buildah', [...storage, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  buildah('build', '--isolation', 'chroot', '--tag', 'coral', context);
  const container = buildah('from', '--pull=never', 'localhost/coral').trim();
  const mount = `${join(workspace.root, PROJECT)}:/coral`;
  const run = ['run', '--isolation', 'chroot', '--volume', mount, '--workingdir', '/coral', container];
  expect(buildah(...run, 'sh', '-c', './spec_doc $(find doc/spec/*)')).toMatch(/\n1\.\.10\n$/);
});

describe('its digests', () => {
  beforeAll(() => {
    const run = workspace.nx(['run', 'coral:publish']);
    if (run.exitCode !== 0) throw new Error(run.output);
    // The script as a clone of the repository has it.
    const [runner, script] = ['tools/run-ts.cjs', 'tools/digests.ts'].map((path) => join(REPOSITORY, path));
    const digests = `node '${String(runner)}' '${String(script)}'`;
    workspace.edit('package.json', (text) => JSON.stringify({ ...(JSON.parse(text) as object), scripts: { digests } }));
  });

  /** Runs a text as a shell does that stops at the first mistake; both streams as one. */
  const shell = (text: string): { status: number | null; output: string } => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    const options = { cwd: workspace.root, encoding: 'utf8', env } as const;
    const { status, stdout } = spawnSync('sh', ['-ec', `exec 2>&1\n${text}`], options);
    return { status, output: stdout };
  };

  it('are those of digests.json', () => expectGoldenDigests(workspace, { coral: ['linux/amd64', 'linux/arm64'] }));

  it('are compared, with our script and without, as docs/how-to/compare-digests.md says', async () => {
    const page = docBlocks(readFileSync(join(REPOSITORY, 'docs/how-to/compare-digests.md'), 'utf8'));
    const recorded = workspace.read('images/coral/digests.json');
    const said: string[] = [];
    await withRegistry(join(scratch, 'registry'), {}, (host) => {
      const push = `skopeo copy --quiet --all --dest-tls-verify=false oci:dist/images/coral/publish/oci docker://${host}/coral:latest`;
      for (const text of [push, ...page.map((block) => block.text)]) {
        const here = text.replace('docker://registry.example.org', `--tls-verify=false docker://${host}`);
        const { status, output } = shell(here);
        if (status !== 0) throw new Error(`${here}\n${output}`);
        said.push(output);
      }
      return Promise.resolve();
    });
    expect(said.join('')).toContain('digests: 2 of 2 platform manifests and 1 of 1 indexes compared, all equal\n');
    expect(said.join('').match(/^ +"(index|linux\/arm64)": "sha256:[0-9a-f]{64}"/gm)).toHaveLength(3);
    expect(said.join('')).toContain('wrote images/coral/digests.json: 0 of 3 digests changed\n');
    expect(workspace.read('images/coral/digests.json')).toBe(recorded);
  });

  it('are named with image, platform, what was expected and what was found when they differ', () => {
    const wrong = `sha256:${'0'.repeat(64)}`;
    const [, right = ''] = /"linux\/arm64": "(.*)"/.exec(workspace.read('images/coral/digests.json')) ?? [];
    workspace.edit('images/coral/digests.json', (text) => text.replace(right, wrong));
    const { status, output } = shell('npm run --silent digests -- coral');
    workspace.edit('images/coral/digests.json', (text) => text.replace(wrong, right));
    expect(status).toBe(1);
    expect(output).toMatch(/^digests: 2 of 2 platform manifests and 1 of 1 indexes compared, 1 differ$/m);
    expect(output).toContain(`error: coral for linux/arm64: expected ${wrong}, got ${right}\n`);
  });

  it('are not written for an image that is not built whole', () => {
    const { status, output } = shell('npm run --silent digests -- --write coral busybox-musl');
    expect(status).toBe(1);
    expect(output).toContain('error: cannot write digests.json\n  busybox-musl is not built\nhint: ');
  });
});
