import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What {@link withRegistry} may set up differently. */
export interface RegistrySetup {
  /** Ask for {@link REGISTRY_LOGIN}. Default: let everybody in. */
  readonly password?: boolean;
  /** Files in PEM. Default: plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** A user and a password that a registry with a password knows, as `user:password`. */
export const REGISTRY_LOGIN = 'tester:sesame';

/** {@link REGISTRY_LOGIN} as an htpasswd file has it, by bcrypt: the only form docker-registry reads. */
const HTPASSWD = 'tester:$2a$05$qP/dHOUaGOToxOed/VLqOe9MAA4nssVpmrqlIV5NUGs8IugnMLk.S\n';

/** Calls a test with the host and port of a registry, Debian's docker-registry, that keeps what it has in `directory`. */
export async function withRegistry<T>(
  directory: string,
  { password = false, tls }: RegistrySetup,
  test: (host: string) => Promise<T>,
): Promise<T> {
  await mkdir(directory, { recursive: true });
  const htpasswd = join(directory, 'htpasswd');
  await writeFile(htpasswd, HTPASSWD);
  const configuration = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(directory, 'data') } },
    http: { addr: '127.0.0.1:0', ...(tls === undefined ? {} : { tls }) },
    ...(password ? { auth: { htpasswd: { realm: 'test', path: htpasswd } } } : {}),
  };
  // JSON is YAML.
  await writeFile(join(directory, 'config.yml'), JSON.stringify(configuration));
  const server = spawn('docker-registry', ['serve', join(directory, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    return await test(`localhost:${await portOf(server)}`);
  } finally {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
  }
}

async function portOf(server: ReturnType<typeof spawn>): Promise<string> {
  if (server.stderr === null) throw new Error('the log of docker-registry is a pipe');
  const said: string[] = [];
  const lines = createInterface({ input: server.stderr });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A registry that is read no more would stop when its pipe is full.
    lines.on('line', (line) => {
      said.push(line);
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(port);
    });
    lines.once('close', () => {
      reject(new Error(`docker-registry does not listen:\n${said.join('\n')}`));
    });
  });
}
