import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { goOnWithoutRemoteCache } from './go-on-without';

const SERVER = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';

/** Calls `test` with the URL of a port at which somebody listens, then with that of the port when nobody does. */
async function upThenDown(test: (url: string) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://user:sesame@127.0.0.1:${(server.address() as AddressInfo).port}`;
  await test(url);
  server.close();
  await once(server, 'close');
  await test(url);
}

it('takes a server out of the environment that nobody serves, without its password', async () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const left: unknown[] = [];
  await upThenDown(async (url) => {
    const environment = { [SERVER]: url };
    await goOnWithoutRemoteCache(environment);
    left.push(environment[SERVER] === url);
  });
  expect(left).toEqual([true, false]);
  expect(said.mock.calls.join('')).toMatch(/^\nwarning: the remote cache at 127.0.0.1:\d+ is left out: .*ECONNREFUSED/);
  expect(said.mock.calls.join('')).not.toContain('sesame');
  said.mockRestore();
});

it('leaves the environment alone behind a proxy', async () => {
  const environment = { [SERVER]: 'http://127.0.0.1:1', HTTP_PROXY: 'http://proxy.example.org' };
  await goOnWithoutRemoteCache(environment);
  expect(environment[SERVER]).toBe('http://127.0.0.1:1');
});
