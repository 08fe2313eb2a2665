import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  configureOutput,
  fetchAndVerifyOutput,
  layerAssembleOutput,
  libraryResolveOutput,
  readStage,
  recordArtefact,
  rootfsAssembleOutput,
  writeStage,
} from '@basewright/contracts';
import { digestOf, stableJson } from '@basewright/core';
import { busyboxVulnerabilities } from '@basewright/upstream';

import { type ReportOutput, reportOutput } from './contract';
import { derivedReport, derivedReportText } from './derived-report';
import { imageReport, type PlatformFacts } from './make-report';
import {
  type BuiltReportOptions,
  type DerivedReportOptions,
  type PlatformDirectories,
  type ReportOptions,
} from './options';
import { reportText } from './report-text';

/** A report for programs, and for people. */
interface Texts {
  readonly json: string;
  readonly text: string;
  /** Digest of what it tells of. */
  readonly stages: string;
}

/**
 * The stage: reads what the others left, writes report.json and report.txt, and prints one of them.
 * Throws NOT_FOUND where a stage has not run, CONTRACT_MISMATCH where another one did.
 */
export async function report(options: ReportOptions, workspace: string): Promise<ReportOutput> {
  const { format = 'text' } = options;
  const texts = 'layers' in options ? await derivedTexts(options, workspace) : await builtTexts(options, workspace);
  const output = await writeStage(join(workspace, options.outputPath), reportOutput, null, async (directory) => {
    const mode = 0o644;
    await writeFile(join(directory, 'report.json'), texts.json, { mode });
    await writeFile(join(directory, 'report.txt'), texts.text, { mode });
    const body = {
      json: await recordArtefact(directory, 'report.json'),
      text: await recordArtefact(directory, 'report.txt'),
    };
    return { body, inputs: { stages: texts.stages } };
  });
  process.stdout.write(texts[format]);
  return output;
}

async function builtTexts(options: BuiltReportOptions, workspace: string): Promise<Texts> {
  const { name, accepted = {}, applets = false } = options;
  const fetched = (await readStage(join(workspace, options.fetchAndVerify), fetchAndVerifyOutput, null)).body;
  const platforms = await Promise.all(options.platforms.map((directories) => readPlatform(workspace, directories)));
  const content = imageReport({ name, fetched, platforms, accepted, table: busyboxVulnerabilities() });
  return { json: stableJson(content), text: reportText(content, applets), stages: digestOf({ fetched, platforms }) };
}

async function derivedTexts({ name, from, layers }: DerivedReportOptions, workspace: string): Promise<Texts> {
  const platforms = await Promise.all(
    layers.map(async ({ platform, directory }) => {
      return { platform, layers: (await readStage(join(workspace, directory), layerAssembleOutput, platform)).body };
    }),
  );
  const content = derivedReport(name, from, platforms);
  return { json: stableJson(content), text: derivedReportText(content), stages: digestOf(platforms) };
}

async function readPlatform(workspace: string, directories: PlatformDirectories): Promise<PlatformFacts> {
  const { platform } = directories;
  const configured = await readStage(join(workspace, directories.configure), configureOutput, platform);
  return {
    platform,
    config: await readFile(await configured.file(configured.body.config), 'utf8'),
    compiled: (await readStage(join(workspace, directories.compile), compileOutput, platform)).body,
    setuid:
      directories.setuid === undefined
        ? null
        : (await readStage(join(workspace, directories.setuid), compileOutput, platform)).body,
    libraries: (await readStage(join(workspace, directories.libraryResolve), libraryResolveOutput, platform)).body,
    rootfs: (await readStage(join(workspace, directories.rootfsAssemble), rootfsAssembleOutput, platform)).body,
  };
}
