import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tinyLayout } from '../packages/lib/oci/test/tiny-image';
import { tinyImage } from './tiny-image';
import { type NxRun, Workspace } from './workspace';

/** The stage of each kind of image that takes what a build leaves. */
const STAGES = { derived: 'layer-assemble--amd64', built: 'rootfs-assemble--amd64' } as const;
type Project = keyof typeof STAGES;
const PROJECTS = Object.keys(STAGES) as Project[];

const scratch = mkdtempSync(join(tmpdir(), 'basewright-builds-'));
const workspace = new Workspace();
let digest = '';
afterAll(() => {
  workspace.nx(['daemon', '--stop']);
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const OUT = '{workspaceRoot}/dist/service';
const USES = {
  builds: { service: 'service:build' },
  rootfs: {
    files: [
      { from: 'service', source: 'serve', path: '/opt/serve' },
      { from: 'service', source: 'data', path: '/srv' },
    ],
  },
} as const;

function service(extra: object = {}): void {
  const build = { executor: 'nx:run-commands', cache: true, inputs: ['{projectRoot}/make.sh'], outputs: [OUT] };
  const targets = { build: { ...build, options: { command: 'sh service/make.sh' } }, ...extra };
  workspace.write('service/project.json', JSON.stringify({ name: 'service', targets }));
}

/** What the build does: from nothing, with a line of shell more in the directory of its outputs. */
function make(line: string): void {
  const base = 'rm -rf dist/service && mkdir -p dist/service/data/more && cd dist/service';
  const files = `printf '#!/bin/sh\\necho one\\n' > serve && echo a > data/a && echo b > data/b`;
  workspace.write('service/make.sh', `${base} && ${files} && ${line}\n`);
}

function derived(rest: object): string {
  return JSON.stringify({ from: `oci:${scratch}/layout@${digest}`, platforms: ['linux/amd64'], ...rest });
}

beforeAll(async () => {
  rmSync(join(workspace.root, 'images'), { recursive: true });
  digest = await tinyLayout(scratch, ['linux/amd64', 'linux/arm64']);
  // Nothing else is in it, its base says that it starts a shell.
  const accept = [{ finding: 'missing-program', reason: 'nobody starts it' }];
  workspace.write('images/derived/image.json', derived({ ...USES, accept }));
  workspace.write('images/built/image.json', tinyImage(USES));
  service();
  make('true');
});

const DAEMON = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' } as const;

function assemble(env: Readonly<Record<string, string>> = {}): NxRun {
  const run = workspace.nx(['run-many', '-t', ...Object.values(STAGES), '--nxBail=false'], { env });
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

/** What the stages leave. */
function results(): Record<Project, string> {
  const text = (project: Project): string => workspace.read(`dist/images/${project}/${STAGES[project]}/stage.json`);
  return { derived: text('derived'), built: text('built') };
}

/** What a stage put into the tree, by path. */
function listingOf(project: Project): string {
  return workspace.read(`dist/images/${project}/${STAGES[project]}/listing.txt`);
}

it('runs the build first, and takes its files with modes that their content says', () => {
  const { ran } = assemble();
  expect(ran).toContain('service:build');
  for (const project of PROJECTS) {
    expect(listingOf(project)).toMatch(/^-rwxr-xr-x .* \/?opt\/serve$/m);
    expect(listingOf(project)).toMatch(/^-rw-r--r-- .* \/?srv\/a$/m);
    // Empty in the build, and Nx keeps no such directories.
    expect(listingOf(project)).not.toMatch(/srv\/more/);
  }
});

/** What a build may leave otherwise, and whether the image is another one then. */
const CHANGES: readonly (readonly [what: string, line: string, isOther: boolean])[] = [
  ['nothing', 'true; true', false],
  ['content', 'echo c > data/b', true],
  ['a name', 'mv data/b data/bb', true],
  ['names exchanged', 'mv data/a data/x && mv data/b data/a && mv data/x data/b', true],
  ['a place', 'mkdir data/in && mv data/b data/in/b', true],
  ['a file more', 'echo more > data/c', true],
  ['an empty directory more', 'mkdir data/d', false],
  ['permissions', 'chmod 700 data/a && chmod 600 serve', false],
  ['a link to a file', 'ln -s a data/l', true],
  ['a file in the place of that link', 'cp data/a data/l', true],
  ['the target of a link', 'ln -s b data/l', true],
  ['a program in the place of data', `printf '#!/bin/sh\\n' > data/a`, true],
];

it.each(['without the daemon', 'with the daemon'])('gives no stage an old result %s', (how) => {
  const env = how === 'with the daemon' ? DAEMON : {};
  make('true');
  assemble(env);
  const first = results();
  const seen = CHANGES.map(([what, line, isOther]) => {
    make(line);
    assemble(env);
    const now = results();
    // Of the same bytes no stage runs again; a link, and the file that it leads to, are the same.
    expect({ what, same: PROJECTS.every((one) => now[one] === first[one]) }).toEqual({ what, same: !isOther });
    return now;
  });
  const [link, copy] = ['a link to a file', 'a file in the place of that link'].map((what) => {
    return seen[CHANGES.findIndex(([name]) => name === what)];
  });
  expect(link).toEqual(copy);
  const { exitCode } = workspace.nx(['run-many', '-t', ...Object.values(STAGES), '--skip-nx-cache'], { env });
  expect(exitCode).toBe(0);
  expect(results()).toEqual(seen.at(-1));
});

it('runs nothing but the layer and what is made of it again, and nothing for the same bytes', () => {
  make('true');
  expect(workspace.nx(['run', 'derived:layout'])).toMatchObject({ exitCode: 0 });
  make('true && : the same');
  expect(workspace.nx(['run', 'derived:layout']).ran).toEqual(['service:build']);
  make('echo other > data/a');
  const { ran } = workspace.nx(['run', 'derived:layout']);
  expect(ran).toEqual(['derived:layer-assemble--amd64', 'derived:layout', 'service:build']);
});

it('is affected by a source of the build', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      cwd: workspace.root,
      encoding: 'utf8',
    });
  git('init', '--quiet');
  git('add', 'service', 'images', 'nx.json', 'package.json', '.gitignore');
  git('commit', '--quiet', '-m', 'all');
  make('echo affected > data/a');
  const { output } = workspace.nx(['show', 'projects', '--affected', '--base=HEAD']);
  expect(output.split('\n')).toEqual(expect.arrayContaining(['derived', 'built', 'service']));
});

it('fills in the platform, for targets of each, and for files of one target', () => {
  const build = (name: string): object => ({
    executor: 'nx:run-commands',
    outputs: [`{workspaceRoot}/dist/${name}`],
    options: { command: `mkdir -p dist/${name} && echo ${name} > dist/${name}/word` },
  });
  service({
    'build--amd64': build('build--amd64'),
    'build--arm64': build('build--arm64'),
    'build-x64': build('build-x64'),
    all: {
      executor: 'nx:run-commands',
      outputs: ['{workspaceRoot}/dist/all'],
      options: {
        command:
          'for a in x86_64-linux-gnu aarch64-linux-gnu; do mkdir -p dist/all/$a; echo $a > dist/all/$a/word; done',
      },
    },
  });
  const image = {
    platforms: ['linux/amd64', 'linux/arm64'],
    builds: {
      each: 'service:build--{platform}',
      named: { 'linux/amd64': 'service:build-x64', 'linux/arm64': 'service:build--arm64' },
      all: 'service:all',
    },
    rootfs: {
      files: [
        { from: 'each', source: 'word', path: '/each' },
        { from: 'named', source: '.', path: '/named' },
        { from: 'all', source: '{triplet}/word', path: '/all' },
      ],
    },
  };
  workspace.write('images/many/image.json', derived(image));
  const { exitCode, output } = workspace.nx(['run', 'many:layer-assemble']);
  if (exitCode !== 0) throw new Error(output);
  const words = (platform: string): Record<string, string> => {
    const directory = join(workspace.root, `dist/images/many/layer-assemble--${platform}`);
    return Object.fromEntries(
      ['each', 'named/word', 'all'].map((path) => [
        path,
        execFileSync('tar', ['-xzOf', join(directory, 'files.tar.gz'), path], { encoding: 'utf8' }).trim(),
      ]),
    );
  };
  expect(words('amd64')).toEqual({ each: 'build--amd64', 'named/word': 'build-x64', all: 'x86_64-linux-gnu' });
  expect(words('arm64')).toEqual({ each: 'build--arm64', 'named/word': 'build--arm64', all: 'aarch64-linux-gnu' });
  service();
});

describe('refuses with the field in image.json', () => {
  const refusal = (image: object, target = 'layer-assemble--amd64', ...options: readonly string[]): string => {
    workspace.write('images/wrong/image.json', derived(image));
    const { exitCode, output } = workspace.nx(['run', `wrong:${target}`, ...options]);
    expect(exitCode).not.toBe(0);
    expect(output).not.toMatch(/^ +at .*packages\//m);
    return output;
  };
  const taking = (build: string | object, source = 'serve'): object => ({
    builds: { api: build },
    rootfs: { files: [{ from: 'api', source, path: '/serve' }] },
  });

  it('names that do not exist, all of them at once', () => {
    service({ none: { executor: 'nx:noop' }, watch: { executor: 'nx:run-commands', continuous: true } });
    const names = ['servise:build', 'service:buildd', 'service:none', 'service:build'];
    const image = {
      builds: Object.fromEntries(names.map((name, index) => [`b${index}`, name])),
      rootfs: { files: names.map((_name, index) => ({ from: `b${index}`, source: 'serve', path: `/b${index}` })) },
    };
    const output = refusal(image);
    for (const line of [
      'cannot use images/wrong/image.json: 3 mistakes',
      'builds.b0: there is no project "servise" (did you mean "service"?)',
      'builds.b1: project service has no target "buildd" (did you mean "build"?)',
      'builds.b2: service:none declares no outputs: add "outputs" to it',
    ])
      expect(output).toContain(line);
  });

  it('what is wrong in the file itself', () => {
    const output = refusal({
      builds: { api: 'service:build--{platfrom}', map: { 'linux/arm64': 'service:build' }, unused: 'service:build' },
      rootfs: {
        files: [
          { from: 'apj', source: 'serve', path: '/a' },
          { from: 'api', source: '../serve', path: '/b' },
          { from: 'map', source: '{gnu}/serve', path: '/c' },
        ],
      },
    });
    for (const line of [
      'builds.api: {platfrom} is not filled in (did you mean "platform"?)',
      'builds.map: has no target for linux/amd64',
      'builds.map["linux/arm64"]: is not among the platforms of the image',
      'builds.unused: no entry of rootfs.files takes anything "from": "unused"',
      'rootfs.files[0].from: there is no build "apj" (did you mean "api"?)',
      'rootfs.files[1].source: ../serve is not below the outputs of the build',
      'rootfs.files[2].source: {gnu} is not filled in',
    ])
      expect(output).toContain(line);
  });

  it.each<[string, string, string, string]>([
    ['nothing there', 'true', 'serv', 'the build left no serv below dist/service (did you mean "serve"?)'],
    ['no outputs there', 'cd .. && rm -r service', 'serve', 'the build left nothing at dist/service'],
    ['only empty directories', 'true', 'data/more', 'there is no file in it'],
    ['a link to a directory', 'ln -s data l', 'l', 'it is a link to a directory'],
    ['a link to nothing', 'ln -s nowhere data/l', 'data', 'l is a link to nothing'],
    ['a link out of it', 'ln -s ../../../nx.json data/l', 'data', 'l is a link that leads out of what the build left'],
  ])('%s', (_what, line, source, problem) => {
    service();
    make(line);
    expect(refusal(taking('service:build', source))).toMatch(
      new RegExp(`rootfs\\.files\\[0\\] \\(.*\\): ${problem.replaceAll(/[()?]/g, String.raw`\$&`)}`),
    );
  });

  it('two files for one path, a pattern, and a run without the build', () => {
    make('true');
    const files = ['data/a', 'data/b'].map((source) => ({ from: 'api', source, path: '/one' }));
    const two = refusal({ builds: { api: 'service:build' }, rootfs: { files } });
    expect(two).toContain('rootfs.files[0] (dist/service/data/a)');
    expect(two).toContain('rootfs.files[1] (dist/service/data/b)');
    const alone = refusal(taking('service:build'), 'layer-assemble--amd64', '--exclude-task-dependencies');
    expect(alone).toContain('builds.api: service:build is not part of this run');
    const target = { executor: 'nx:run-commands', outputs: [`${OUT}/**/*.js`], options: { command: 'true' } };
    service({ pattern: target });
    expect(refusal(taking('service:pattern'))).toContain(
      'builds.api: service:pattern declares a pattern as its outputs, dist/service/**/*.js',
    );
  });

  it('a circle, be it with itself or over another project', () => {
    expect(refusal(taking('wrong:layout--amd64'))).toContain(
      'builds.api: layout--amd64 is a stage of this image: that is a circle',
    );
    service({ round: { executor: 'nx:noop', dependsOn: ['wrong:layout--amd64'] } });
    const output = refusal(taking('service:round'));
    expect(output).toMatch(/circular dependency[^]*wrong:layer-assemble--amd64[^]*service:round/);
  });
});

it('works from the cache on a machine that built neither', () => {
  for (const name of ['wrong', 'many']) rmSync(join(workspace.root, 'images', name), { recursive: true, force: true });
  service();
  make('true');
  assemble();
  const before = results();
  rmSync(join(workspace.root, 'dist'), { recursive: true });
  const { ran } = assemble();
  expect(ran).toEqual([]);
  expect(results()).toEqual(before);
  expect(readFileSync(join(workspace.root, 'dist/service/serve'), 'utf8')).toContain('echo one');
});
