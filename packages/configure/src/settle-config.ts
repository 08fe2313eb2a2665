import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { baseValues } from './base-values';
import { parseConfig } from './config-text';
import { readKconfig } from './kconfig/read';
import { type AllRequests } from './read-requests';
import { refusals } from './refusals';
import { completeConfig, type ConfRun } from './run-conf';
import { seedConfig } from './seed';
import { settleRequests } from './settle-requests';

/** What there is to settle, and where. Paths are absolute, but for that of a base. */
export interface SettleRun extends Omit<ConfRun, 'directory'> {
  readonly workspace: string;
  readonly base: string;
  readonly asked: AllRequests;
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
export interface SettledConfig {
  readonly config: string;
  readonly header: string;
  readonly report: readonly Answer[];
  /** One line per request that does not hold or makes no sense; empty when all is well. */
  readonly problems: readonly string[];
}

/** Lays requests over a base, lets BusyBox's conf complete the result, and checks every request against it. */
export async function settleConfig(run: SettleRun): Promise<SettledConfig> {
  const directory = join(run.scratch, 'conf');
  const conf = { root: run.root, tool: run.tool, directory, version: run.version, sourceDate: run.sourceDate };
  const kconfig = await readKconfig(run.tool);
  const { requests, problems } = settleRequests(kconfig, run.asked.requests);
  try {
    const base = await baseValues(run.base, run.workspace, kconfig, conf);
    const { config, header } = await completeConfig(conf, seedConfig(kconfig, base, requests));
    const values = new Map(parseConfig(config).settings.map(({ symbol, value }) => [symbol, value] as const));
    return {
      config,
      header,
      report: requests.map(({ symbol, value, from }) => {
        return { symbol, asked: value, got: values.get(symbol) ?? 'n', from };
      }),
      problems: [...run.asked.problems, ...problems, ...refusals(kconfig, values, requests)],
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
