import { join } from 'node:path';

import { type ImagePackage, layerAssembleOutput, readStage } from '@basewright/contracts';
import { parseStanzas } from '@basewright/debian';
import { makeInside, readBase, readInside, unpackLayers } from '@basewright/oci';
import { startOf } from '@basewright/tree';

import { type Check, failed, passed } from './check';
import { loaderChecks } from './loader-checks';
import { type DerivedTestOptions } from './options';
import { startCheck } from './start-check';
import { type Checked, type TestRun } from './test-image';
import { passwordCheck } from './tree-checks';

/** What a sandbox mounts into every image. */
const MOUNTED = ['/dev', '/proc', '/tmp'];

/** Makes every check of an image that is made on another: of the whole of it, whoever made the base. */
export async function checkDerived(options: DerivedTestOptions, run: TestRun): Promise<Checked> {
  const { workspace, platform, runner, scratch } = run;
  const { name, accept = [] } = options;
  const layers = await readStage(join(workspace, options.layerAssemble), layerAssembleOutput, platform.id);
  const image = await readBase(join(workspace, options.publish), platform.id);
  const tree = join(scratch, 'tree');
  await unpackLayers(image.layers, `${name} for ${platform.id}`, tree, { open: true });
  const view = { tree, binds: [] };
  const shadow = await readInside(view, '/etc/shadow');
  const packages = await packageChecks((path) => readInside(view, path), layers.body.packages);
  for (const path of MOUNTED) await makeInside(view, path);
  const start = startOf(image.config.config ?? {}, {});
  return {
    checks: [
      passwordCheck(shadow),
      ...packages,
      ...(await loaderChecks({ tree, platform, runner, accept, isClosed: false })),
      await startCheck(tree, start, runner),
    ],
    upstream: () => Promise.resolve({ notRun: 'the image is made on another one, whose own test runs it' }),
    inputs: { manifest: image.digest },
  };
}

/**
 * Whether scanners see each package that the image adds: that is by a record of its own in status.d, and by os-release, which
 * says whose advisories hold (https://github.com/GoogleContainerTools/distroless/blob/main/PACKAGE_METADATA.md).
 */
export async function packageChecks(
  read: (path: string) => Promise<string>,
  packages: readonly ImagePackage[],
): Promise<Check[]> {
  if (packages.length === 0) return [];
  const records = `scanners see each of ${packages.length} packages`;
  const identity = 'os-release says whose advisories are for them';
  const problems: string[] = [];
  for (const { name, version } of packages) {
    const path = `/var/lib/dpkg/status.d/${name}`;
    const [stanza] = parseStanzas(await read(path));
    if (stanza === undefined) problems.push(`${name}: there is no ${path}`);
    else if (stanza['Package'] !== name || stanza['Version'] !== version)
      problems.push(
        `${path}: it is about ${stanza['Package'] ?? ''} ${stanza['Version'] ?? ''}, not ${name} ${version}`,
      );
  }
  const release = (await read('/etc/os-release')) || (await read('/usr/lib/os-release'));
  return [
    problems.length === 0 ? passed(records) : failed(records, problems.join('; ')),
    /^ID=\S/m.test(release) ? passed(identity) : failed(identity, 'it has no ID'),
  ];
}
