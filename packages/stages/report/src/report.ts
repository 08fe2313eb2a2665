import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  configureOutput,
  fetchAndVerifyOutput,
  libraryResolveOutput,
  readStage,
  recordArtefact,
  rootfsAssembleOutput,
  writeStage,
} from '@basewright/contracts';
import { digestOf, stableJson } from '@basewright/core';
import { busyboxVulnerabilities } from '@basewright/upstream';

import { type ReportOutput, reportOutput } from './contract';
import { imageReport, type PlatformFacts } from './make-report';
import { type PlatformDirectories, type ReportOptions } from './options';
import { reportText } from './report-text';

/**
 * The stage: reads what the others left, writes report.json and report.txt, and prints one of them.
 * Throws NOT_FOUND where a stage has not run, CONTRACT_MISMATCH where another one did.
 */
export async function report(options: ReportOptions, workspace: string): Promise<ReportOutput> {
  const { name, accepted = {}, format = 'text', applets = false } = options;
  const fetched = (await readStage(join(workspace, options.fetchAndVerify), fetchAndVerifyOutput, null)).body;
  const platforms = await Promise.all(options.platforms.map((directories) => readPlatform(workspace, directories)));
  const table = busyboxVulnerabilities();
  const content = imageReport({ name, fetched, platforms, accepted, table });
  const texts = { json: stableJson(content), text: reportText(content, applets) };
  const output = await writeStage(join(workspace, options.outputPath), reportOutput, null, async (directory) => {
    const mode = 0o644;
    await writeFile(join(directory, 'report.json'), texts.json, { mode });
    await writeFile(join(directory, 'report.txt'), texts.text, { mode });
    const body = {
      json: await recordArtefact(directory, 'report.json'),
      text: await recordArtefact(directory, 'report.txt'),
    };
    return { body, inputs: { stages: digestOf({ fetched, platforms }) } };
  });
  process.stdout.write(texts[format]);
  return output;
}

async function readPlatform(workspace: string, directories: PlatformDirectories): Promise<PlatformFacts> {
  const { platform } = directories;
  const configured = await readStage(join(workspace, directories.configure), configureOutput, platform);
  return {
    platform,
    config: await readFile(await configured.file(configured.body.config), 'utf8'),
    compiled: (await readStage(join(workspace, directories.compile), compileOutput, platform)).body,
    libraries: (await readStage(join(workspace, directories.libraryResolve), libraryResolveOutput, platform)).body,
    rootfs: (await readStage(join(workspace, directories.rootfsAssemble), rootfsAssembleOutput, platform)).body,
  };
}
