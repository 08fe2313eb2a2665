import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PORT, startCacheServer, TOKENS } from './cache-server';
import { type Machine, makeNetwork, type Network } from './machines';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-cache-'));
let network: Network;
let server: Machine;
let stop: () => Promise<void>;

beforeAll(async () => {
  network = await makeNetwork();
  server = await network.add();
  stop = await startCacheServer(join(scratch, 'server'), server);
});
afterAll(async () => {
  await stop();
  network.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** The status of a request, made with curl on a machine. */
function status(machine: Machine, token: string | undefined, ...args: readonly string[]): number {
  const login = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  const [program = '', ...rest] = [
    ...[...machine.through, 'curl', '--silent', '--output', join(scratch, 'body'), '--write-out', '%{http_code}'],
    ...login,
    ...args.map((arg) => arg.replace('$server', `http://${server.address}:${PORT}/v1/cache`)),
  ];
  return Number(spawnSync(program, rest, { encoding: 'utf8' }).stdout);
}

it('writes for one token, once, reads for another, and does nothing for anybody else', async () => {
  const machine = await network.add();
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
  expect(readFileSync(join(scratch, 'body'), 'utf8')).toBe(readFileSync(join(__dirname, 'machines.ts'), 'utf8'));
});
