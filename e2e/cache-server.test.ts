import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type CacheNetwork, makeCacheNetwork, PORT, startCacheServer, TOKENS } from './cache-server';
import { freePort } from './free-port';
import { type Machine } from './machines';

let cache: CacheNetwork;

beforeAll(async () => {
  cache = await makeCacheNetwork();
});
afterAll(() => cache.remove());

/** The status of a request, made with curl on a machine. */
function status(machine: Machine, token: string | undefined, ...args: readonly string[]): number {
  const login = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  const [program = '', ...rest] = [
    ...[...machine.through, 'curl', '--silent', '--output', join(cache.scratch, 'body'), '--write-out', '%{http_code}'],
    ...login,
    ...args.map((arg) => arg.replace('$server', `http://${cache.address}:${PORT}/v1/cache`)),
  ];
  return Number(spawnSync(program, rest, { encoding: 'utf8' }).stdout);
}

it('writes for one token, once, reads for another, and does nothing for anybody else', async () => {
  const machine = await cache.network.add();
  const put = ['--upload-file', join(__dirname, 'machines.ts'), '$server/12345'];
  expect(status(machine, undefined, '$server/12345')).toBe(401);
  expect(status(machine, 'guess', ...put)).toBe(401);
  expect(status(machine, TOKENS.read, ...put)).toBe(403);
  expect(status(machine, TOKENS.read, '$server/12345')).toBe(404);
  expect(status(machine, TOKENS.write, ...put)).toBe(201);
  expect(status(machine, TOKENS.write, ...put)).toBe(409);
  expect(status(machine, TOKENS.write, '--request', 'DELETE', '$server/12345')).toBe(403);
  expect(status(machine, TOKENS.write, '--upload-file', __filename, '--path-as-is', '$server/../../tokens.conf')).toBe(
    404,
  );
  expect(status(machine, TOKENS.read, '$server/12345')).toBe(200);
  expect(readFileSync(join(cache.scratch, 'body'), 'utf8')).toBe(readFileSync(join(__dirname, 'machines.ts'), 'utf8'));
});

it('runs on this machine as the page has it typed', async () => {
  const [directory, port] = [join(cache.scratch, 'here'), await freePort()];
  const stop = await startCacheServer(directory, { port });
  try {
    const entry = `http://127.0.0.1:${port}/v1/cache/12345`;
    const headers = { Authorization: `Bearer ${TOKENS.write}` };
    expect((await fetch(entry, { method: 'PUT', headers, body: 'entry' })).status).toBe(201);
    expect(await (await fetch(entry, { headers })).text()).toBe('entry');
  } finally {
    await stop();
  }
});
