import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

function git(args: readonly string[], time?: string): void {
  const dates = time === undefined ? {} : { GIT_COMMITTER_DATE: time, GIT_AUTHOR_DATE: time };
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  execFileSync('git', [...who, ...args], { cwd: workspace.root, env: { ...process.env, ...dates }, stdio: 'ignore' });
}

function commit(file: string, text: string, time: string): void {
  workspace.write(file, text);
  git(['add', '--', 'images/tiny', 'images/on-tiny']);
  git(['commit', '-qm', file], time);
}

/** Runs the layout of an image and tells which stages ran. */
function build(image: string): readonly string[] {
  const { exitCode, output, ran } = workspace.nx(['run', `${image}:layout--amd64`]);
  if (exitCode !== 0) throw new Error(output);
  return ran;
}

async function createdOf(image: string): Promise<unknown> {
  const directory = join(workspace.root, `dist/images/${image}/publish--amd64`);
  const { body } = await readStage(directory, publishOutput, null);
  const [, hex = ''] = body.manifests[0]?.config.digest.split(':') ?? [];
  const config = JSON.parse(readFileSync(join(directory, 'oci/blobs/sha256', hex), 'utf8')) as Record<string, unknown>;
  return config['created'];
}

function timesIn(layer: string): Record<string, string> {
  const listed = execFileSync('tar', ['--utc', '--full-time', '-tvf', join(workspace.root, 'dist/images', layer)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const rows = listed.split('\n').map((line) => line.split(/\s+/));
  return Object.fromEntries(rows.map(([, , , day = '', time = '', path = '']) => [path, `${day}T${time}Z`]));
}

const FIRST = '2026-03-01T10:00:00Z';
const SECOND = '2026-03-02T11:00:00Z';

it('dates an image and its own files by the last commit that touched its sources', async () => {
  git(['init', '-q']);
  const rootfs = { directories: [{ path: '/srv' }] };
  workspace.write(
    'images/on-tiny/image.json',
    JSON.stringify({ from: 'tiny', platforms: ['linux/amd64'], rootfs, image: { created: 'git' } }),
  );
  const options = { image: { created: 'git' }, rootfs: { files: [{ source: './motd', path: '/etc/motd' }] } };
  workspace.write('images/tiny/motd', 'one');
  commit('images/tiny/image.json', tinyImage(options), FIRST);
  build('on-tiny');
  expect([await createdOf('tiny'), await createdOf('on-tiny')]).toEqual([FIRST, FIRST]);
  const before = timesIn('tiny/rootfs-assemble--amd64/layer.tar');
  expect([before['etc/'], before['bin/busybox'] === FIRST, before['bin/sh']]).toEqual([
    FIRST,
    false,
    before['bin/busybox'],
  ]);
  expect(timesIn('on-tiny/layer-assemble--amd64/files.tar.gz')).toMatchObject({ 'srv/': FIRST });

  // A file that is no source, and an edit that is not committed.
  commit('images/tiny/README.md', 'about it', SECOND);
  expect(build('on-tiny')).toEqual([]);
  commit('images/tiny/motd', 'two', SECOND);
  expect(build('on-tiny')).toEqual([
    'on-tiny:layer-assemble--amd64',
    'on-tiny:layout--amd64',
    'tiny:layout--amd64',
    'tiny:rootfs-assemble--amd64',
  ]);
  expect([await createdOf('tiny'), await createdOf('on-tiny')]).toEqual([SECOND, FIRST]);
  expect(timesIn('tiny/rootfs-assemble--amd64/layer.tar')).toMatchObject({
    'etc/': SECOND,
    'bin/busybox': before['bin/busybox'],
  });
});

it('says why there is no such date, and what to do', () => {
  const options = { image: { created: 'git' } };
  workspace.write('images/fresh/image.json', tinyImage(options));
  const { exitCode, output } = workspace.nx(['run', 'fresh:rootfs-assemble--amd64']);
  expect(exitCode).toBe(1);
  expect(output).toContain('cannot read the date for image.created: no commit has touched images/fresh/image.json');
  expect(output).toContain('git add them, and git commit; or write a date in place of "git"');
});
