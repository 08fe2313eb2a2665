import { chmod, copyFile, link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type PublishOutput, publishOutput, writeStage } from '@basewright/contracts';
import { digestFrom, exec, openStore, type Platform, sha256File } from '@basewright/core';
import { type ContainerSettings, type Descriptor, MEDIA_TYPES, planLayout, writeLayout } from '@basewright/oci';
import { pinnedFor } from '@basewright/testing';

const APPLETS = 'sh cat chown echo env id ls mkdir pwd rm sleep stat stty su touch tty uname'.split(' ');
const PASSWD = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n';

/** Something of an image that is not root's, or has a mode of its own. */
export interface OwnedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode?: string;
  readonly isDirectory?: boolean;
}

/** A publish stage in `directory`: an image of Debian's own static BusyBox for a platform. */
export async function debianBusybox(
  directory: string,
  { id, debianArch, oci }: Platform,
  settings: ContainerSettings = {},
  owned: readonly OwnedFile[] = [],
): Promise<void> {
  const layer = `${directory}.tar`;
  await writeTree(`${directory}.tree`, debianArch);
  const tar = ['--file', layer, '--directory', `${directory}.tree`, '--numeric-owner'];
  await exec('tar', ['--create', ...tar, '--owner=:0', '--group=:0', '.']);
  for (const { path, uid, gid, mode = '0644', isDirectory = false } of owned) {
    const file = join(`${directory}.tree`, path);
    await mkdir(dirname(file), { recursive: true });
    await (isDirectory ? mkdir(file, { recursive: true }) : writeFile(file, `${path}\n`));
    const own = [`--owner=:${uid}`, `--group=:${gid}`, `--mode=${mode}`, '--no-recursion'];
    await exec('tar', ['--append', ...tar, ...own, `./${path}`]);
  }
  await rm(`${directory}.tree`, { recursive: true });
  const { size, sha256 } = {
    size: (await exec('stat', ['--format=%s', layer])).stdout,
    sha256: await sha256File(layer),
  };
  const digest = digestFrom(sha256);
  const descriptor = { mediaType: MEDIA_TYPES.tarLayer, digest, size: Number(size) };
  const layers = [{ diffId: digest, createdBy: 'a test', blob: { descriptor, content: { file: layer } } }];
  const plan = planLayout({
    name: 'tiny',
    refName: 'tiny:1',
    version: null,
    settings,
    annotations: {},
    images: [{ platform: oci, layers, sourceDate: 0 }],
  });
  await writeStage<PublishOutput>(directory, publishOutput, null, async (temporary) => {
    await writeLayout(join(temporary, 'oci'), plan);
    const [image] = plan.images;
    if (image === undefined) throw new Error('one platform');
    const { manifest, config } = image;
    const brief = ({ digest, size }: Descriptor): PublishOutput['index'] => ({ digest, size });
    const documents = { manifest: brief(manifest.descriptor), config: brief(config.descriptor) };
    return {
      body: {
        index: brief(plan.image),
        manifests: [{ platform: id, ...documents, layers: [brief(descriptor)] }],
        departures: [],
      },
      inputs: {},
    };
  });
}

async function writeTree(tree: string, architecture: string): Promise<void> {
  const [busybox] = await pinnedFor(`tests/busybox-static/${architecture}`);
  for (const path of ['bin', 'etc', 'root', 'home/app', 'tmp']) await mkdir(join(tree, path), { recursive: true });
  const program = join(openStore().packages, busybox?.sha256 ?? '', 'usr/bin/busybox');
  await copyFile(program, join(tree, 'bin/busybox'));
  await chmod(join(tree, 'bin/busybox'), 0o755);
  for (const applet of APPLETS) await link(join(tree, 'bin/busybox'), join(tree, 'bin', applet));
  await writeFile(join(tree, 'etc/passwd'), PASSWD);
  await writeFile(join(tree, 'etc/group'), 'root:x:0:\napp:x:1000:\nmore:x:2000:app\n');
  await writeFile(join(tree, 'not-executable'), '', { mode: 0o644 });
}
