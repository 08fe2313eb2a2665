import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { recordArtefact, type RootfsAssembleOutput, rootfsAssembleOutput, writeStage } from '@basewright/contracts';
import { digestOf, humanBytes, platformOf, log, writeAtomic } from '@basewright/core';
import { readCertificates } from '@basewright/effects';
import { compressLayer, LEVEL } from '@basewright/sandbox';
import {
  createdTime,
  listing,
  readSources,
  sourceDigests,
  treeFactsOf,
  treeFactsText,
  writeLayer,
} from '@basewright/tree';

import { type RootfsAssembleOptions, DEFAULT_APPLET_LINKS } from './options';
import { planRootfs } from './plan';
import { readStages } from './read-stages';
import { trustEntries } from './trust-entries';

const TAR = 'layer.tar';
const LISTING = 'listing.txt';
const TREE = 'tree.json';

/**
 * The stage rootfs-assemble: reads what compile, library-resolve and toolchain left, plans the tree, writes it as
 * layer.tar, layer.tar.gz and listing.txt into `options.outputPath`. `workspace` is an absolute path.
 * Throws BAD_INPUT for mistakes in the options, and what readStage and the sandbox throw.
 */
export async function assembleRootfs(options: RootfsAssembleOptions, workspace: string): Promise<RootfsAssembleOutput> {
  const { libc, name, platform, appletLinks = DEFAULT_APPLET_LINKS, appletPaths } = options;
  const { users = [], groups = [], links = {}, directories = [] } = options;
  const stages = await readStages(options, workspace);
  const files = await readSources(workspace, options.files ?? [], options.builds);
  const certificates = await readCertificates(workspace, options.certificates ?? []);
  const trusted = await trustEntries(certificates, platformOf(platform));
  const { version, applets } = stages.tree;
  const created = await createdTime(workspace, options.created, stages.sourceDate);
  const plan = planRootfs({
    name,
    libc,
    appletLinks,
    users,
    groups,
    links,
    directories,
    files,
    trusted,
    ...stages.tree,
  });
  return writeStage(join(workspace, options.outputPath), rootfsAssembleOutput, platform, async (directory) => {
    await writeLayer(plan, { packaged: stages.sourceDate, own: created }, join(directory, TAR));
    const compressed = await compressLayer(directory, TAR, stages.pack, options.debian ?? {}, LEVEL.smallest);
    await writeAtomic(join(directory, LISTING), listing(plan));
    const facts = await treeFactsOf({ entries: plan, base: null, users, platform: platformOf(platform) });
    await writeAtomic(join(directory, TREE), treeFactsText(facts));
    for (const file of [TAR, compressed, LISTING, TREE]) await chmod(join(directory, file), 0o644);
    const layer = await recordArtefact(directory, compressed);
    log.info(`${name} ${platform}: ${plan.length} entries, a layer of ${humanBytes(layer.size)}`);
    return {
      body: {
        libc,
        version,
        sourceDate: created,
        tar: await recordArtefact(directory, TAR),
        layer,
        listing: await recordArtefact(directory, LISTING),
        tree: await recordArtefact(directory, TREE),
        applets: applets.map((applet) => applet.name),
        packages: [...stages.packages],
        departures: [...stages.departures],
      },
      inputs: {
        ...stages.inputs,
        ...sourceDigests(files),
        ...(certificates.length === 0 ? {} : { certificates: digestOf(certificates) }),
        ...(options.created === undefined ? {} : { created: String(created) }),
        tree: digestOf({
          name,
          libc,
          appletLinks,
          appletPaths,
          users,
          groups,
          links,
          directories,
          files: options.files ?? [],
        }),
      },
    };
  });
}
