import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { tinyLayout } from '../packages/lib/oci/test/tiny-image';
import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

/** A stage that reads files of the workspace, and the target that shows it. */
const STAGES = {
  sources: 'fetch-and-verify',
  config: 'configure--amd64',
  libs: 'library-resolve--amd64',
  tree: 'rootfs-assemble--amd64',
  layer: 'layer-assemble--amd64',
} as const;
type Project = keyof typeof STAGES;
const PROJECTS = Object.keys(STAGES) as Project[];
const TARGETS = [...new Set(Object.values(STAGES))];

/** Where each stage's sources lie: beside image.json, and where git ignores what another target makes. */
const PLACES = ['images', 'dist/made'] as const;
type Place = (typeof PLACES)[number];

const scratch = mkdtempSync(join(tmpdir(), 'basewright-stale-'));
const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const at = (place: Place, project: Project, path: string): string => join(place, project, path);
const full = (...parts: Parameters<typeof at>): string => join(workspace.root, at(...parts));
/** Each place asks for an applet of its own. */
const fragment = (second: boolean, place: Place): string =>
  `# CONFIG_FEATURE_FANCY_ECHO is not set\n${second ? `CONFIG_${place === 'images' ? 'FALSE' : 'TRUE'}=y\n` : ''}`;
const patch = (line: string): string =>
  `--- a/NOFORK_NOEXEC.lst\n+++ b/NOFORK_NOEXEC.lst\n@@ -1,1 +1,2 @@\n+${line}\n Why an applet can't be NOFORK or NOEXEC?\n`;

/** A text file that a stage reads. */
interface TextFile {
  readonly path: string;
  readonly text: (second: boolean, place: Place) => string;
}

/** The text files that stages read, by project, and what each says the first and the second time. */
const TEXTS: Readonly<Partial<Record<Project, TextFile>>> = {
  sources: { path: 'patches/a.patch', text: (second) => patch(second ? 'second' : 'first') },
  config: { path: 'x.config', text: fragment },
  libs: { path: 'libs.txt', text: (second) => (second ? 'libutil.so.1\n' : 'libm.so.6\n') },
};

const textOf = (project: Project): TextFile => TEXTS[project] ?? { path: 'files/file', text: String };

function writeText(place: Place, project: Project, second: boolean): void {
  const { path, text } = textOf(project);
  workspace.write(at(place, project, path), text(second, place));
}

beforeAll(async () => {
  rmSync(join(workspace.root, 'images'), { recursive: true });
  const digest = await tinyLayout(scratch, ['linux/amd64']);
  const here = (project: Project): Record<Place, string> => ({
    images: '.',
    'dist/made': `../../dist/made/${project}`,
  });
  const paths = (project: Project, path: string): string[] =>
    Object.values(here(project)).map((one) => `${one}/${path}`);
  const files = (project: Project) =>
    paths(project, 'files').map((source, index) => ({ source, path: `/srv/${index}` }));
  const images: Record<Project, string> = {
    sources: tinyImage({ busybox: { patches: paths('sources', 'patches/*.patch').slice(0, 1) } }),
    config: tinyImage({ busybox: { config: paths('config', 'x.config') } }),
    libs: tinyImage({ libc: 'glibc', libraries: paths('libs', 'libs.txt'), nsswitch: './nsswitch.conf' }),
    tree: tinyImage({ rootfs: { files: files('tree') } }),
    layer: JSON.stringify({
      from: `oci:${scratch}/layout@${digest}`,
      platforms: ['linux/amd64'],
      rootfs: { files: files('layer') },
    }),
  };
  for (const project of PROJECTS) {
    workspace.write(`images/${project}/image.json`, images[project]);
    for (const place of PLACES) {
      writeText(place, project, false);
      for (const path of ['files/file', 'files/other/file', 'files/more/file'])
        workspace.write(at(place, project, path), 'x');
      symlinkSync('nowhere', full(place, project, 'files/dangling'));
      symlinkSync('other', full(place, project, 'files/link'));
    }
  }
  workspace.write('images/libs/nsswitch.conf', 'hosts: files\n');
});

/** What the stages leave: the text of each stage.json, or that Nx or the stage refused. */
function results(...options: readonly string[]): Record<string, string> {
  const { exitCode, output } = workspace.nx(['run-many', '-t', ...TARGETS, '--nxBail=false', ...options]);
  if (exitCode !== 0) throw new Error(output);
  const left = PROJECTS.map((project) => {
    const directory = join(workspace.root, 'dist/images', project, STAGES[project]);
    return [project, readFileSync(join(directory, 'stage.json'), 'utf8')];
  });
  return Object.fromEntries(left) as Record<string, string>;
}

/** The ways in which a source changes, and the stages whose result is another then. */
const CHANGES: Readonly<
  Record<string, { readonly change: (place: Place, project: Project) => void; readonly of: readonly Project[] }>
> = {
  content: {
    change: (place, project) => {
      writeText(place, project, true);
    },
    of: PROJECTS,
  },
  mode: {
    change: (place, project) => {
      chmodSync(full(place, project, 'files/file'), 0o755);
    },
    of: ['tree', 'layer'],
  },
  emptiness: {
    change: (place, project) => {
      rmSync(full(place, project, 'files/more/file'));
      mkdirSync(full(place, project, 'files/new'));
    },
    of: ['tree', 'layer'],
  },
  'a dangling link less': {
    change: (place, project) => {
      rmSync(full(place, project, 'files/dangling'));
    },
    of: ['tree', 'layer'],
  },
  'where a link leads': {
    change: (place, project) => {
      rmSync(full(place, project, 'files/link'));
      symlinkSync('more', full(place, project, 'files/link'));
    },
    of: ['tree', 'layer'],
  },
  type: {
    change: (place, project) => {
      rmSync(full(place, project, 'files/link'));
      workspace.write(at(place, project, 'files/link'), 'a file');
    },
    of: ['tree', 'layer'],
  },
  name: {
    change: (place, project) => {
      renameSync(full(place, project, 'files/file'), full(place, project, 'files/renamed'));
    },
    of: ['tree', 'layer'],
  },
  'the file behind a link': {
    change: (place, project) => {
      const { path, text } = textOf(project);
      const target = full(place, project, 'behind');
      workspace.write(at(place, project, 'behind'), text(false, place));
      rmSync(full(place, project, path), { force: true });
      mkdirSync(dirname(full(place, project, path)), { recursive: true });
      symlinkSync(target, full(place, project, path));
    },
    of: PROJECTS,
  },
};

it('gives no stage an old result, in whatever way a file of it changes', () => {
  let before = results();
  expect(results()).toEqual(before);
  for (const [what, { change, of }] of Object.entries(CHANGES)) {
    // What git ignores changes by itself, so that nothing else can be why a stage runs again.
    for (const places of what === 'content' ? PLACES.map((place) => [place]) : [PLACES]) {
      for (const place of places) for (const project of PROJECTS) change(place, project);
      const cached = results();
      const changed = PROJECTS.filter((project) => cached[project] !== before[project]);
      // Of the patches only those beside image.json are named.
      const expected = of.filter((one) => one !== 'sources' || places.includes('images'));
      expect({ what, places, changed }).toEqual({ what, places, changed: expected });
      before = cached;
    }
  }
  expect(results('--skip-nx-cache')).toEqual(before);
});

it('keys a source that another target makes in the same run', () => {
  const made = join('dist/made/layer/files/service');
  const make = (word: string): object => ({
    name: 'service',
    targets: { build: { executor: 'nx:run-commands', options: { command: `echo ${word} > ${made}` } } },
  });
  const build = { dependsOn: ['base--amd64', { projects: ['service'], target: 'build' }] };
  workspace.write(
    'images/layer/project.json',
    JSON.stringify({ name: 'layer', targets: { 'layer-assemble--amd64': build } }),
  );
  const seen = ['one', 'two'].map((word) => {
    workspace.write('service/project.json', JSON.stringify(make(word)));
    const { exitCode, output } = workspace.nx(['run', 'layer:layer-assemble--amd64']);
    if (exitCode !== 0) throw new Error(output);
    return readFileSync(join(workspace.root, 'dist/images/layer/layer-assemble--amd64/stage.json'), 'utf8');
  });
  expect(seen[0]).not.toBe(seen[1]);
});

describe('refuses, since Nx would not see it change,', () => {
  const refusal = (...args: readonly string[]): string => {
    const { exitCode, output } = workspace.nx(args);
    expect(exitCode).not.toBe(0);
    expect(output).not.toMatch(/^ +at .*packages\//m);
    return output;
  };

  it('files that the command line or a project.json names', () => {
    const named = refusal('run', 'libs:library-resolve--amd64', '--nsswitch=images/libs/nsswitch.conf');
    expect(named).toMatch(
      /cannot run library-resolve--amd64 with the option nsswitch: .*cache[^]*hint: name them in images\/libs\/image\.json/,
    );
    const files = [{ source: 'images/tree/files/other/file', path: '/srv/file' }];
    const target = { options: { files } };
    workspace.write(
      'images/tree/project.json',
      JSON.stringify({ name: 'tree', targets: { 'rootfs-assemble--amd64': target } }),
    );
    expect(refusal('run', 'tree:rootfs-assemble--amd64')).toContain('with the option files');
    rmSync(join(workspace.root, 'images/tree/project.json'));
  });

  it('a compile that is to be clean, which would be so once', () => {
    expect(refusal('run', 'tree:compile--amd64', '--clean')).toContain('with the option clean');
  });

  it('fragments, patches and lists that lie outside, all of them at once', () => {
    const outside = { config: ['../../../x.config'], patches: ['/tmp/*.patch'] };
    const image = tinyImage({
      libc: 'glibc',
      busybox: outside,
      libraries: ['../../../libs.txt'],
      nsswitch: '../../../n.conf',
    });
    workspace.write('images/outside/image.json', image);
    const output = refusal('run', 'outside:configure--amd64');
    for (const line of [
      'busybox.config[0]: ../../../x.config is not in this workspace',
      'busybox.patches[0]: /tmp/*.patch is not in this workspace',
      'libraries[0]: ../../../libs.txt is not in this workspace',
      'nsswitch: ../../../n.conf is not in this workspace',
    ])
      expect(output).toContain(line);
    rmSync(join(workspace.root, 'images/outside'), { recursive: true });
  });
});
