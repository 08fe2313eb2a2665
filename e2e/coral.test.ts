import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { compileOutput, readStage } from '@basewright/contracts';
import { withRegistry } from '@basewright/testing';

import { docBlocks } from './doc-blocks';
import { expectGoldenDigests } from './golden-digests';
import { REPOSITORY } from './repository';
import { type ProgramRun, type RunOptions, Workspace } from './workspace';

const PROJECT = 'images/coral/spec-doc';
const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-coral-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

type CoralOptions = RunOptions & { readonly flags?: readonly string[] };

/** Runs a command in coral, from the directory of its shell project. */
function coral(command: readonly string[], { flags = [], ...options }: CoralOptions = {}): ProgramRun {
  return workspace.basewright(['run', 'coral', ...flags, '--', ...command], { cwd: PROJECT, ...options });
}

describe('the project of shell scripts beside the image', () => {
  it('runs its examples, as the README has it, and builds what is missing', () => {
    const run = coral(['sh', '-c', './spec_doc $(find doc/spec/*)']);
    expect(run.stdout).toMatch(/^ok 1 - doc\/spec\/failures.md:17: sed .*\n(ok .*\n)+1\.\.10\n$/);
    expect(run.stderr).toContain('> nx run coral:compile--amd64\n');
    expect(workspace.read('README.md')).toContain(
      "cd images/coral/spec-doc\nnpx basewright run coral -- sh -c './spec_doc $(find doc/spec/*)'\n",
    );
  });

  it('passes its tests, on another platform too', () => {
    expect(coral(['./test.sh'])).toMatchObject({ exitCode: 0, stderr: '' });
    const script = './test.sh && uname -m 2>/dev/null; cat /proc/sys/kernel/hostname';
    const foreign = coral(['sh', '-c', script], { flags: ['--platform=linux/arm64'] });
    if (foreign.exitCode !== 0) throw new Error(foreign.stderr);
    expect(foreign.stdout).toMatch(/1\.\.10\ncoral\n/);
    expect(workspace.read('dist/images/coral/publish--arm64/stage.json')).toContain('"platform": "linux/arm64"');
  });

  it('fails where a test does', () => {
    workspace.write(`${PROJECT}/doc/spec/wrong.md`, '```console task\n$ echo this\nthat\n```\n');
    const run = coral(['./test.sh']);
    rmSync(join(workspace.root, PROJECT, 'doc/spec/wrong.md'));
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/not ok 11 - doc\/spec\/wrong.md:2: echo this\n {2}# want: that\n {2}# got: this/);
  });
});

describe('basewright run coral', () => {
  it('prints what the command prints, byte by byte, and nothing else', () => {
    expect(coral(['sh', '-c', 'printf "a\\n\\n\\tb\\0c"; cat; echo error >&2; exit 42'], { input: 'in\n' })).toEqual({
      exitCode: 42,
      stdout: 'a\n\n\tb\0cin\n',
      stderr: 'error\n',
    });
  });

  it('hands words on as they are', () => {
    const words = ['-la', '--color=never', '', '$HOME', "it's", '"', 'a b', '--', '1.50', '--user=7', '--help', '-v'];
    expect(coral(['sh', '-c', 'for word; do echo "<$word>"; done', 'x', ...words]).stdout).toBe(
      words.map((word) => `<${word}>\n`).join(''),
    );
  });

  it('takes the options of docker run, before the image and behind it, and those of the target', () => {
    workspace.write('images/coral/project.json', JSON.stringify({ targets: { run: { options: { env: ['A=1'] } } } }));
    const flags = ['--user', '1000:1000', '-v', '.:/coral:ro', '-w', '/coral/doc', '--env=B=2', '-e', 'C'];
    const script = 'pwd; echo $A $B $C; cat /proc/self/status | sed -n "s/^[UG]id:.//p"; touch x';
    const env = { C: '3' };
    // The targets of a project are part of what Nx keys by: built anew once.
    expect(coral(['true']).exitCode).toBe(0);
    const behind = coral(['sh', '-c', script], { flags, env });
    const before = workspace.basewright(['run', ...flags, 'coral', 'sh', '-c', script], { cwd: PROJECT, env });
    rmSync(join(workspace.root, 'images/coral/project.json'));
    expect(behind.stdout).toMatch(/^\/coral\/doc\n1 2 3\n1000\t.*\n1000\t/);
    expect(behind.stderr).toContain('Read-only file system');
    expect(before).toEqual(behind);
  });

  it('works from a project.json that is written by hand', () => {
    const image = { platform: 'linux/amd64', directory: 'dist/images/coral/publish--amd64' };
    const options = { name: 'shell', images: [image], lockFile: 'basewright.lock.json', env: 'GREETING=hello' };
    const run = {
      executor: '@basewright/run:run',
      dependsOn: [{ projects: ['coral'], target: 'layout--amd64' }],
      options,
    };
    workspace.write('by-hand/project.json', JSON.stringify({ name: 'by-hand', targets: { run } }));
    const said = workspace.basewright(['run', 'by-hand', '--', 'sh', '-c', 'echo $GREETING $HOSTNAME; exit 3']);
    rmSync(join(workspace.root, 'by-hand'), { recursive: true });
    expect(said).toEqual({ exitCode: 3, stdout: 'hello shell\n', stderr: '' });
  });

  it.each([
    [
      'an option that is none',
      ['coral', '--plattform=linux/arm64', 'ls'],
      125,
      'is no option of run (did you mean "platform"?)',
    ],
    ['another image', ['corral', 'ls'], 125, 'there is no image project of that name (did you mean "coral"?)'],
    ['a program that is not there', ['coral', 'awk'], 127, 'there is no such program in the image'],
    ['a file that is no program', ['coral', './doc'], 126, 'is not an executable file'],
  ])('says in one error what is wrong with %s', (_what, words, status, message) => {
    const { exitCode, stdout, stderr } = workspace.basewright(['run', ...words], { cwd: PROJECT });
    expect([exitCode, stdout]).toEqual([status, '']);
    expect(stderr).toMatch(/^error\[[A-Z_]+\]: cannot run /);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  });

  it('says why the image cannot be built', () => {
    const image = workspace.read('images/coral/image.json');
    workspace.write('images/coral/broken.config', 'CONFIG_NO_SUCH_APPLET=y\n');
    workspace.edit('images/coral/image.json', (text) =>
      text.replace('"./newer.config"', '"./newer.config", "./broken.config"'),
    );
    const { exitCode, stdout, stderr } = coral(['true']);
    workspace.write('images/coral/image.json', image);
    expect([exitCode, stdout]).toEqual([125, '']);
    expect(stderr).toMatch(
      /NO_SUCH_APPLET[^]*error\[TOOL_FAILED\]: cannot build coral: nx run coral:layout--amd64 failed/,
    );
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s on, and ends as the command does', async (signal) => {
    const { command, options } = workspace.basewrightCommand([
      ...['run', 'coral', 'sh', '-c'],
      'trap "echo got; exit 43" INT TERM; echo ready; sleep 20 & wait',
    ]);
    const child = spawn(command[0] ?? '', command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    for (let tries = 0; tries < 2000 && !output.includes('ready'); tries++) await setTimeout(50);
    // As a supervisor does: to what it has started, and to nothing else.
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([43, null]);
    expect(output).toBe('ready\ngot\n');
  });
});

describe('nx run coral:run', () => {
  const nx = (...args: readonly string[]): ReturnType<Workspace['nx']> =>
    workspace.nx(['run', 'coral:run', ...args], { cwd: PROJECT });

  it('runs a command where you are, each time', () => {
    for (let round = 1; round <= 2; round++) {
      const run = nx('--', 'sh', '-c', './spec_doc $(find doc/spec/*)');
      expect([run.exitCode, run.ran]).toEqual([0, ['coral:run']]);
      expect(run.output).toMatch(/\nok 1 - doc\/spec\/failures.md:17: sed .*\n(ok .*\n)+1\.\.10\n/);
    }
  });

  it('reads the words before --, which Nx forgets, and hands on those after it', () => {
    const { output } = nx(
      '--user',
      '1000:1000',
      '--skipNxCache=false',
      '--',
      'sh',
      '-c',
      'echo "$1"; touch /x',
      'x',
      '--user=7',
    );
    expect(output).toContain('\n--user=7\n');
    expect(nx('--user', '1000:1000', '--', 'sed', '-n', 's/^Uid:.//p', '/proc/self/status').output).toMatch(/^1000\t/m);
    const mistake = nx('--plattform=linux/arm64', '--', 'ls');
    expect(mistake.output).toContain('--plattform=linux/arm64 is no option of run (did you mean "platform"?)');
    expect(mistake.exitCode).toBe(1);
  });

  it('says what Nx keeps to itself', () => {
    const run = nx('--', 'sh', '-c', 'exit 42');
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain(
      'note: the command ended with 42, of which Nx makes 1; npx basewright run coral ends with it',
    );
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
  expect(coral(['busybox', '--list']).stdout).toBe(`${asked.replaceAll(' ', '\n')}\n`);
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
    expect(output).toContain('error[CHECK_FAILED]: cannot write digests.json\n  busybox-musl is not built\nhint: ');
  });
});
