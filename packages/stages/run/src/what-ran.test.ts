import { WhatRan } from './what-ran';

/** As Nx 23.2 writes it to a pipe. */
const OUTPUT = `
 NX   Running target layout--amd64 for project coral and 2 tasks it depends on:

✔  nx run base:toolchain--amd64  [local cache]

> nx run coral:fetch-and-verify  [existing outputs match the cache, left as is]

fetching busybox 1.38.0

> nx run coral:compile--amd64

compiling busybox 1.38.0 for linux/amd64 (musl)
[304 files compiled]

> nx run coral:layout--amd64  [remote cache]

coral: sha256:abc

 NX   Successfully ran target layout--amd64 for project coral and 2 tasks it depends on

Nx read the output from the cache instead of running the command for 2 out of 3 tasks.
`;

function read(output: string): { news: string[]; verdict: string } {
  const ran = new WhatRan();
  const news = output.split('\n').filter((line) => ran.isNews(line));
  return { news, verdict: ran.verdict() };
}

it('keeps what tasks said that ran', () => {
  expect(read(OUTPUT).news).toEqual([
    '> nx run coral:compile--amd64',
    'compiling busybox 1.38.0 for linux/amd64 (musl)',
    '[304 files compiled]',
  ]);
});

it('keeps nothing where all is in the cache', () => {
  expect(read(OUTPUT.replace('coral:compile--amd64\n', 'coral:compile--amd64  [local cache]\n')).news).toEqual([]);
});

it('knows what Nx said in the end', () => {
  expect(read('\n NX   Cannot find project "corral"\n\nPass --verbose\n')).toEqual({
    news: [],
    verdict: 'NX   Cannot find project "corral"\n\nPass --verbose',
  });
});
