import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  configureOutput,
  fetchAndVerifyOutput,
  readStage,
  recordArtefact,
  sbomOutput,
  type VexOutput,
  vexOutput,
  type VexStatement,
  writeStage,
} from '@basewright/contracts';
import { digestOf, log, stableJson } from '@basewright/core';
import { busyboxBuild, busyboxVulnerabilities } from '@basewright/upstream';

import { openvex } from './openvex';
import { type BuiltVexOptions, type DerivedVexOptions, type VexOptions } from './options';
import { vexStatements } from './statements';

const DOCUMENT = 'vex.openvex.json';

/**
 * The stage vex: writes what the known vulnerabilities of BusyBox are to an image. `workspace` is an absolute path. Throws
 * NOT_FOUND where a stage has not run, CONTRACT_MISMATCH where another one did.
 */
export async function vex(options: VexOptions, workspace: string): Promise<VexOutput> {
  const { name, platform } = options;
  const { body: sbom } = await readStage(join(workspace, options.sbom), sbomOutput, platform);
  const busybox = sbom.components.find((one) => one.role === 'content' && one.name === 'busybox');
  const statements =
    busybox === undefined
      ? []
      : 'compile' in options
        ? await ofBuilt(options, workspace)
        : await ofDerived(options, workspace);
  return writeStage(join(workspace, options.outputPath), vexOutput, platform, async (directory) => {
    const inputs = { image: sbom.purl, statements: digestOf(statements) };
    if (busybox === undefined || statements.length === 0) {
      log.info(`${name} ${platform}: nothing to state, there is no BusyBox that is known`);
      return { body: { statements: [], openvex: null }, inputs };
    }
    const subject = { purl: sbom.purl, created: sbom.created, busybox: busybox.purl };
    await writeFile(join(directory, DOCUMENT), stableJson(openvex(statements, subject)), { mode: 0o644 });
    log.info(`${name} ${platform}: ${counted(statements)}; ${DOCUMENT}`);
    return { body: { statements, openvex: await recordArtefact(directory, DOCUMENT) }, inputs };
  });
}

async function ofBuilt(options: BuiltVexOptions, workspace: string): Promise<VexStatement[]> {
  const { platform } = options;
  const fetched = (await readStage(join(workspace, options.fetchAndVerify), fetchAndVerifyOutput, null)).body;
  const configured = await readStage(join(workspace, options.configure), configureOutput, platform);
  const config = await readFile(await configured.file(configured.body.config), 'utf8');
  const compiled = (await readStage(join(workspace, options.compile), compileOutput, platform)).body;
  return vexStatements(busyboxVulnerabilities(), busyboxBuild({ fetched, compiled, config }));
}

async function ofDerived({ base, platform }: DerivedVexOptions, workspace: string): Promise<VexStatement[]> {
  return base === undefined ? [] : (await readStage(join(workspace, base), vexOutput, platform)).body.statements;
}

/** `28 fixed, 40 not affected, 1 affected, 1 under investigation` */
function counted(statements: readonly VexStatement[]): string {
  return (['fixed', 'not_affected', 'affected', 'under_investigation'] as const)
    .map((status) => [statements.filter((one) => one.status === status).length, status.replaceAll('_', ' ')] as const)
    .flatMap(([count, status]) => (count === 0 ? [] : [`${count} ${status}`]))
    .join(', ');
}
