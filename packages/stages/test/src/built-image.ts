import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  configureOutput,
  readStage,
  rootfsAssembleOutput,
  withAppletPaths,
} from '@basewright/contracts';
import { readProtections } from '@basewright/elf';
import { oldestProcessor } from '@basewright/emulation';
import { libcOf } from '@basewright/libcs';
import { readInside, unpackLayers } from '@basewright/oci';

import { answeredNames } from './answered-names';
import { elfChecks } from './elf-checks';
import { hardeningChecks, isBusyboxFunction } from './hardening-checks';
import { loaderChecks } from './loader-checks';
import { type BuiltTestOptions } from './options';
import { packageChecks } from './package-checks';
import { oldProcessorChecks, smokeChecks } from './smoke-checks';
import { type Checked, type TestRun } from './test-image';
import { setuidChecks } from './setuid-checks';
import { treeChecks } from './tree-checks';
import { upstreamChecks } from './upstream-checks';

/** Makes every check of an image that is built from source. */
export async function checkBuilt(options: BuiltTestOptions, run: TestRun): Promise<Checked> {
  const { workspace, platform, runner, scratch } = run;
  const { libc } = options;
  const compiled = await readStage(join(workspace, options.compile), compileOutput, platform.id);
  const configured = await readStage(join(workspace, options.configure), configureOutput, platform.id);
  const setuid =
    options.setuid === undefined ? null : await readStage(join(workspace, options.setuid), compileOutput, platform.id);
  const rootfs = await readStage(join(workspace, options.rootfsAssemble), rootfsAssembleOutput, platform.id);
  const tree = join(scratch, 'tree');
  await unpackLayers([{ file: await rootfs.file(rootfs.body.tar) }], `the image for ${platform.id}`, tree);
  // Foreign programs run on an emulator of the oldest processor anyway.
  const oldest = runner.how === 'native' ? await oldestProcessor(platform, run.emulator) : null;
  const { busybox, getconf } = compiled.body;
  const config = await readFile(await configured.file(configured.body.config), 'utf8');
  const bytes = async (file: typeof busybox.file): Promise<Buffer> => readFile(await compiled.file(file));
  const protections = readProtections(
    await bytes(busybox.file),
    await bytes(compiled.body.unstripped),
    isBusyboxFunction,
  );
  const placed = withAppletPaths(compiled.body, options.appletPaths);
  const built = { compiled: placed, names: answeredNames(compiled.body, config) };
  const loading = { tree, platform, runner, accept: [], isClosed: true };
  return {
    checks: [
      ...elfChecks('busybox', busybox.elf, platform, libc),
      ...hardeningChecks(protections, compiled.body, platform),
      ...elfChecks('getconf', getconf.elf, platform, libc),
      ...(await treeChecks(tree, placed)),
      ...(setuid === null
        ? []
        : [
            ...elfChecks('busybox.suid', setuid.body.busybox.elf, platform, libc),
            ...(await setuidChecks(tree, setuid.body, placed)),
          ]),
      ...(await packageChecks((path) => readInside({ tree, binds: [] }, path), rootfs.body.packages)),
      ...(await smokeChecks(tree, built, runner)),
      ...(libcOf(libc).linkage === 'dynamic' ? await loaderChecks(loading) : []),
      ...(oldest === null ? [] : await oldProcessorChecks(tree, built, oldest)),
    ],
    upstream: () =>
      upstreamChecks({
        workspace,
        options,
        compiled,
        names: built.names,
        tree,
        scratch: join(scratch, 'suite'),
        runner,
      }),
    inputs: { layer: rootfs.body.tar.sha256, busybox: busybox.file.sha256 },
  };
}
