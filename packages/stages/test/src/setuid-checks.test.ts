import { chmod, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { setuidChecks } from './setuid-checks';

const applets = ['ping', 'sh', 'su'].map((name) => ({ name, path: `/bin/${name}` }));
const setuid = { applets: applets.filter(({ name }) => name !== 'sh') };

/** What is wrong with an image in which these are the modes, and where ping leads. */
function problems({ mode = 0o755, second = 0o4755, ping = 'busybox.suid' } = {}): Promise<(string | null)[]> {
  return inTemporaryDirectory(async (tree) => {
    const at = (name: string): string => join(tree, 'bin', name);
    await mkdir(join(tree, 'bin'));
    for (const [name, bits] of [
      ['busybox', mode],
      ['busybox.suid', second],
    ] as const) {
      await writeFile(at(name), '');
      await chmod(at(name), bits);
    }
    await link(at('busybox.suid'), at('su'));
    await symlink(ping, at('ping'));
    return (await setuidChecks(tree, setuid, { applets })).map(({ problem }) => problem);
  });
}

it('holds where the second BusyBox alone is setuid, and its applets lead to it by whichever links', async () => {
  expect(await problems()).toEqual([null, null, null]);
});

it.each([
  [{ mode: 0o4755 }, [null, 'got 4755, want 755', null]],
  [{ second: 0o755 }, ['got 755, want 4755', null, null]],
  [{ ping: 'busybox' }, [null, null, 'others: /bin/ping']],
  [{ ping: 'nowhere' }, [null, null, 'others: /bin/ping']],
])('sees %j', async (tree, expected) => {
  expect(await problems(tree)).toEqual(expected);
});
