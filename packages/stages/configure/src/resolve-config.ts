import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readAppletTable } from './applet-table';
import { baseConfig } from './base-config';
import { type Base, readBase } from './base-values';
import { parseConfig } from './config-text';
import { type Kconfig, type Values } from './kconfig/model';
import { readKconfig } from './kconfig/read';
import { type CompiledWith, limitProblems } from './libc-limits';
import { keptSettings, type KeptSettings, type Lost } from './lost-settings';
import { type AllRequests } from './read-requests';
import { resolveRequests } from './resolve-requests';
import { completeConfig, type ConfRun } from './run-conf';
import { setuidRequests } from './setuid-requests';
import { refusal, unmetRequests } from './unmet-requests';

/** What there is to settle, and where. Paths are absolute, but for that of a base. */
export interface ResolveRun extends Omit<ConfRun, 'directory'> {
  readonly workspace: string;
  readonly base: string;
  readonly asked: AllRequests;
  /** The applets that are left of the base's, in a BusyBox that is setuid; undefined for any other. */
  readonly setuid: readonly string[] | undefined;
  readonly compiledWith: CompiledWith;
  /** An existing directory to make a working directory in; it is removed again. */
  readonly scratch: string;
}

/** One line of the report on what was asked and got. */
interface Answer {
  readonly symbol: string;
  readonly asked: string;
  readonly got: string;
  readonly from: string;
}

/** A settled configuration, with everything that is wrong with it. */
export interface ResolvedConfig {
  readonly config: string;
  readonly header: string;
  readonly report: readonly Answer[];
  /** One line per request that does not hold or makes no sense; empty when all is well. */
  readonly problems: readonly string[];
  /** One line per value that cannot be compiled on the libc. */
  readonly limits: readonly string[];
  /** Settings of a base that this release does not keep. */
  readonly lost: readonly Lost[];
  readonly kconfig: Kconfig;
}

/** Lays requests over a base, lets BusyBox's conf complete the result, and checks every request against it. */
export async function resolveConfig(run: ResolveRun): Promise<ResolvedConfig> {
  const directory = join(run.scratch, 'conf');
  const conf = { root: run.root, tool: run.tool, directory, version: run.version, sourceDate: run.sourceDate };
  const kconfig = await readKconfig(run.tool);
  try {
    const base = await readBase(run.base, run.workspace, kconfig, conf);
    const asked = await allRequests(run, kconfig, base, conf);
    const { requests, problems } = resolveRequests(kconfig, asked.requests);
    const kept = await settleAlone(kconfig, base, conf);
    const { config, header } = await completeConfig(conf, baseConfig(kconfig, base.values, requests));
    const values = valuesOf(config);
    return {
      config,
      header,
      kconfig,
      lost: kept.lost,
      report: [
        ...kept.lost.map(({ setting: { symbol, value, from }, got }) => ({ symbol, asked: value, got, from })),
        ...requests.map(({ symbol, value, from }) => ({ symbol, asked: value, got: values.get(symbol) ?? 'n', from })),
      ],
      problems: [
        ...base.problems,
        ...asked.problems,
        ...problems,
        ...kept.problems,
        ...unmetRequests(kconfig, values, requests).map(refusal),
      ],
      limits: limitProblems(kconfig, values, [...base.settings, ...requests], run.compiledWith),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What is asked of a base: by image.json, and for being setuid. */
async function allRequests(run: ResolveRun, kconfig: Kconfig, base: Base, conf: ConfRun): Promise<AllRequests> {
  if (run.setuid === undefined) return run.asked;
  const { config } = await completeConfig(conf, baseConfig(kconfig, base.values, []));
  const more = setuidRequests(run.setuid, await readAppletTable(run.tool), kconfig, valuesOf(config));
  return {
    requests: [...run.asked.requests, ...more.requests],
    problems: [...run.asked.problems, ...more.problems],
  };
}

/** What this release keeps of a base on which nothing else is asked. */
async function settleAlone(kconfig: Kconfig, base: Base, conf: ConfRun): Promise<KeptSettings> {
  if (base.settings.length === 0) return { problems: [], lost: [] };
  const { config } = await completeConfig(conf, baseConfig(kconfig, base.values, []));
  return keptSettings(kconfig, conf.version, base, valuesOf(config));
}

function valuesOf(config: string): Values {
  return new Map(parseConfig(config).settings.map(({ symbol, value }) => [symbol, value] as const));
}
