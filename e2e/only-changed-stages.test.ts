import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';

import { expectGoldenDigests } from './golden-digests';
import { type NxRun, Workspace } from './workspace';

const PUBLISH = ['run', 'busybox-glibc:publish'];
const IMAGE = 'images/busybox-glibc/image.json';
const of = (...targets: string[]): string[] => targets.map((target) => `busybox-glibc:${target}`).sort();

describe('only changed stages run again', () => {
  const workspace = new Workspace();
  workspace.buildFor('busybox-glibc', 'linux/amd64');
  afterAll(() => {
    workspace.remove();
  });

  const publish = (): NxRun => {
    const run = workspace.nx(PUBLISH);
    if (run.exitCode !== 0) throw new Error(run.output);
    return run;
  };
  const digest = (): string =>
    sha256(readFileSync(join(workspace.root, 'dist/images/busybox-glibc/publish/oci/index.json')));
  let first = '';

  it('runs every stage the first time', () => {
    expect(publish().ran).toEqual(
      of(
        'fetch-and-verify',
        ...['toolchain', 'configure', 'compile', 'library-resolve', 'rootfs-assemble'].map((s) => `${s}--amd64`),
        'layout',
      ),
    );
    first = digest();
  });

  it('has the digests of digests.json', () => expectGoldenDigests(workspace, { 'busybox-glibc': ['linux/amd64'] }));

  it('runs nothing the second time', () => {
    expect(publish().ran).toEqual([]);
  });

  it('restores everything bit for bit when dist/ was deleted', () => {
    rmSync(join(workspace.root, 'dist'), { recursive: true });
    expect(publish().ran).toEqual([]);
    expect(digest()).toBe(first);
  });

  it('runs from rootfs-assemble when a file that goes into /etc is added, and when it is edited', () => {
    workspace.write('images/busybox-glibc/motd', 'hello\n');
    workspace.edit(IMAGE, (text) =>
      text.replace('"tags"', '"rootfs": { "files": [{ "source": "./motd", "path": "/etc/motd" }] },\n  "tags"'),
    );
    expect(publish().ran).toEqual(of('rootfs-assemble--amd64', 'layout'));
    workspace.write('images/busybox-glibc/motd', 'hello again\n');
    expect(publish().ran).toEqual(of('rootfs-assemble--amd64', 'layout'));
    expect(workspace.read('dist/images/busybox-glibc/rootfs-assemble--amd64/listing.txt')).toMatch(/\/etc\/motd$/m);
  });

  it('runs from library-resolve when a library is added', () => {
    workspace.edit(IMAGE, (text) => text.replace('"libraries": [', '"libraries": ["libstdc++.so.6", '));
    expect(publish().ran).toEqual(of('library-resolve--amd64', 'rootfs-assemble--amd64', 'layout'));
  });

  it('compiles when a symbol is switched off, and takes everything from the cache when it is on again', () => {
    const before = digest();
    workspace.edit(IMAGE, (text) => text.replace('"version": "1.38.0"', '"version": "1.38.0", "unset": ["YES"]'));
    expect(publish().ran).toEqual(
      of('configure--amd64', 'compile--amd64', 'library-resolve--amd64', 'rootfs-assemble--amd64', 'layout'),
    );
    expect(digest()).not.toBe(before);
    workspace.edit(IMAGE, (text) => text.replace(', "unset": ["YES"]', ''));
    expect(publish().ran).toEqual([]);
    expect(digest()).toBe(before);
  });

  it('compiles nothing when a fragment changes and .config does not', () => {
    workspace.edit('images/common/official.config', (text) => `${text}\n# a remark\nCONFIG_YES=y\n`);
    expect(publish().ran).toEqual(of('configure--amd64'));
  });

  it('runs nothing when a README changes', () => {
    workspace.write('images/busybox-glibc/README.md', 'An image.\n');
    expect(publish().ran).toEqual([]);
  });
});
