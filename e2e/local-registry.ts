import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './free-port';
import { REPOSITORY } from './repository';

/** A running npm registry that has the packages of the family and nothing else. */
export interface LocalRegistry {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
}

/** Calls `use` with a registry (Verdaccio) that keeps packages in `storage`. */
export async function withLocalRegistry<T>(storage: string, use: (registry: LocalRegistry) => Promise<T>): Promise<T> {
  const registry = await startLocalRegistry(storage);
  try {
    return await use(registry);
  } finally {
    await registry.stop();
  }
}

/** Like {@link withLocalRegistry}, for a registry that several tests of a file use. */
export async function startLocalRegistry(storage: string): Promise<LocalRegistry & { stop(): Promise<void> }> {
  mkdirSync(storage, { recursive: true });
  const everyone = { access: '$all', publish: '$all' };
  const address = `127.0.0.1:${await freePort()}`;
  const configuration = join(dirname(storage), `${address}.yaml`);
  writeFileSync(
    configuration,
    // JSON is YAML.
    JSON.stringify({ storage, uplinks: {}, packages: { '@basewright/*': everyone }, log: { level: 'warn' } }),
  );
  const program = join(REPOSITORY, 'node_modules/.bin/verdaccio');
  const server = spawn(program, ['--config', configuration, '--listen', address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
  };
  server.stderr.resume();
  const lines = createInterface({ input: server.stdout });
  const listens = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes(address)) resolve();
    });
    lines.once('close', () => {
      reject(new Error('Verdaccio does not start'));
    });
  });
  await listens;
  return { url: `http://${address}/`, stop };
}
