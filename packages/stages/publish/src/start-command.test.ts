import { digestFrom } from '@basewright/core';

import { startCommand } from './start-command';

it.each<[object, string]>([
  [{ config: { Cmd: ['sh'] } }, 'sh'],
  [{ config: { Entrypoint: ['nginx', '-g', 'daemon off;'] } }, "nginx -g 'daemon off;'"],
  [{ config: { Entrypoint: ['echo'], Cmd: ["it's", '', '$HOME'] } }, "echo 'it'\\''s' '' '$HOME'"],
  [{ config: {} }, ''],
  [{}, ''],
])('%j starts with %s', (config, command) => {
  const content = Buffer.from(JSON.stringify(config));
  const descriptor = { mediaType: 'application/json', digest: digestFrom('0'.repeat(64)), size: content.length };
  expect(startCommand({ content, descriptor })).toBe(command);
});
