import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { pinnedArchive } from '@basewright/testing';

import { Workspace } from './workspace';

const workspace = new Workspace();
/** What these packages are looked up among. */
const PINNED = [
  ...['libraries', 'requested/busybox-glibc-net', 'tests/nginx', 'identity', 'essential'].map((one) => `${one}/amd64`),
];
/** An archive of them on this machine. */
let debian = {};
afterAll(() => {
  workspace.remove();
});

const PROGRAM = `
#include <iostream>
extern "C" const char *zlibVersion(void);
int main() { try { throw 1; } catch (int) { std::cout << "zlib " << zlibVersion() << std::endl; } }
`;

beforeAll(async () => {
  debian = (await pinnedArchive(PINNED, { sources: true })).settings;
  workspace.buildFor('busybox-glibc', 'linux/amd64');
  for (const other of [
    'coral',
    'busybox-musl',
    'busybox-uclibc',
    'nginx-distroless',
    'php-distroless',
    'runtime-glibc',
  ])
    rmSync(join(workspace.root, 'images', other), { recursive: true });
  workspace.write('service/serve.cc', PROGRAM);
  const build = {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['{projectRoot}/serve.cc'],
    outputs: ['{workspaceRoot}/dist/service'],
    // It is linked with no more of zlib than its name: the machine need not have it.
    options: {
      command: [
        'mkdir -p dist/service tmp',
        "echo 'const char *zlibVersion(void) { return 0; }' | gcc -x c - -shared -fPIC -Wl,-soname,libz.so.1 -o tmp/libz.so",
        'g++ -O1 -s -o dist/service/serve service/serve.cc tmp/libz.so',
      ].join(' && '),
    },
  };
  workspace.write('service/project.json', JSON.stringify({ name: 'service', targets: { build } }));
});

function write(more: object = {}): void {
  const image = {
    from: 'busybox-glibc',
    platforms: ['linux/amd64'],
    builds: { service: 'service:build' },
    rootfs: { files: [{ from: 'service', source: 'serve', path: '/usr/bin/serve' }] },
    image: { entrypoint: ['serve'] },
    ...more,
  };
  workspace.write('images/app/image.json', JSON.stringify(image));
}

it('is what the README begins with', () => {
  const block = /```jsonc\n\/\/ (images\/api-image\/image\.json)\n([^]*?)```/.exec(workspace.read('README.md'));
  const [, file = '', text = ''] = block ?? [];
  workspace.write(file, text);
  workspace.write('api/server.c', '#include <stdio.h>\nint main(void) { puts("ready"); }\n');
  const build = {
    executor: 'nx:run-commands',
    outputs: ['{workspaceRoot}/dist/api'],
    options: { command: 'mkdir -p dist/api && gcc -o dist/api/server api/server.c' },
  };
  workspace.write('api/project.json', JSON.stringify({ name: 'api', targets: { build } }));
  const { exitCode, output } = workspace.nx(['run', 'api-image:publish']);
  if (exitCode !== 0) throw new Error(output);
  expect(workspace.basewright(['run', 'api-image']).stdout).toBe('ready\n');
});

const locked = (): readonly string[] => {
  const { sets } = JSON.parse(workspace.read('basewright.lock.json')) as {
    sets: Record<string, { request: { for: string } }>;
  };
  return Object.values(sets).flatMap(({ request }) => (request.for.startsWith('needs/') ? [request.for] : []));
};
const strict = (isStrict: boolean): void => {
  workspace.edit('nx.json', (text) => {
    const nx = JSON.parse(text) as { plugins: (string | { plugin: string; options?: object })[] };
    const plugins = nx.plugins.map((one) => {
      const plugin = typeof one === 'string' ? one : one.plugin;
      const options = typeof one === 'string' ? {} : one.options;
      return plugin === '@basewright/nx' ? { plugin, options: { ...options, strict: isStrict, debian } } : one;
    });
    return JSON.stringify({ ...nx, plugins });
  });
};

it('names what the lock does not pin, under strict, and how to pin it', () => {
  write();
  strict(true);
  const { exitCode, output } = workspace.nx(['run', 'app:layout']);
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(
    /cannot keep to the lock file: for linux\/amd64 it pins no package with\n {2}libgcc_s\.so\.1, which \/usr\/bin\/serve needs\n {2}libstdc\+\+\.so\.6, which \/usr\/bin\/serve needs\n {2}libz\.so\.1, which \/usr\/bin\/serve needs\nhint: npx nx g @basewright\/nx:lock --image=app/,
  );
});

it('pins what the programs of an image need', () => {
  const { exitCode, output } = workspace.nx(['g', '@basewright/nx:lock', '--image=app']);
  if (exitCode !== 0) throw new Error(output);
  expect(locked()).toEqual(['needs/amd64/libgcc_s.so.1', 'needs/amd64/libstdc++.so.6', 'needs/amd64/libz.so.1']);
});

it('adds these and nothing else, and says why', () => {
  const { exitCode, output } = workspace.nx(['run', 'app:report']);
  if (exitCode !== 0) throw new Error(output);
  const report = workspace.read('dist/images/app/report/report.txt');
  expect(report).toMatch(
    /^added for libraries that programs need\n.*libgcc-s1 +libgcc_s\.so\.1 +\/usr\/bin\/serve\n.*libstdc\+\+6 +libstdc\+\+\.so\.6 +\/usr\/bin\/serve\n.*zlib1g +libz\.so\.1 +\/usr\/bin\/serve$/m,
  );
  expect(report).not.toMatch(/not as the lock/);
  const { stdout, stderr } = workspace.basewright(['run', 'app']);
  expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringMatching(/^zlib 1\.\d/) as string });
});

it('makes the same of the lock without a look at any index', () => {
  const before = workspace.read('dist/images/app/layer-assemble--amd64/stage.json');
  const { exitCode } = workspace.nx(['run', 'app:layer-assemble--amd64', '--skip-nx-cache']);
  expect(exitCode).toBe(0);
  expect(workspace.read('dist/images/app/layer-assemble--amd64/stage.json')).toBe(before);
});

it('adds nothing where it is to name them', () => {
  write({ needs: 'name' });
  const { exitCode, output } = workspace.nx(['run', 'app:layout']);
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(/needs libstdc\+\+\.so\.6, which is not in the image.*Debian's libstdc\+\+6 has it/);
  const layer = join(workspace.root, 'dist/images/app/layer-assemble--amd64/files.tar.gz');
  expect(execFileSync('tar', ['-tzf', layer], { encoding: 'utf8' })).not.toMatch(/libstdc/);
});

it('takes a library from the build itself, and from nowhere what nobody has', () => {
  write();
  strict(false);
  workspace.write('service/own.c', 'int own(void) { return 1; }\n');
  workspace.write('service/serve.cc', 'extern "C" int own(void); int main() { return own(); }\n');
  const command = [
    'mkdir -p dist/service && cd dist/service',
    'gcc -shared -fPIC -o libown-thing.so.7 -Wl,-soname,libown-thing.so.7 ../../service/own.c',
    `gcc -x c ../../service/own.c -shared -fPIC -o libother.so.1 -Wl,-soname,libother.so.1`,
    `g++ -o serve ../../service/serve.cc libown-thing.so.7 -Wl,-rpath,'$ORIGIN/../lib/app'`,
  ].join(' && ');
  workspace.edit('service/project.json', (text) => {
    const project = JSON.parse(text) as { targets: { build: object } };
    const build = { ...project.targets.build, inputs: ['default'], options: { command } };
    return JSON.stringify({ ...project, targets: { build } });
  });
  const lib = { from: 'service', source: 'libown-thing.so.7', path: '/usr/lib/app/' };
  const serve = { from: 'service', source: 'serve', path: '/usr/bin/serve' };
  write({ rootfs: { files: [serve, lib] } });
  expect(workspace.nx(['run', 'app:layout'])).toMatchObject({ exitCode: 0 });
  write({ rootfs: { files: [serve] } });
  const { exitCode, output } = workspace.nx(['run', 'app:layout']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('/usr/bin/serve needs libown-thing.so.7, which is not in the image [missing-library]');
});
