import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { emptyLock, unpackPackages } from '../src';
import { pathOf, textOf } from './tiny-archive';
import { askFor, namesOf, pin, PINNED_AT, saying, setOf, timesIn, withArchives } from './with-archives';

const APP_1 = { name: 'app', version: '1:1.0~rc1+b2', depends: 'lib' };
const LIB_1 = { name: 'lib', version: '1.0' };
const LIB_2 = { name: 'lib', version: '2.0' };
const SET = setOf('tools', 'app');

it('takes what is pinned from the pool after the index moved on, and asks for no index', () =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    const lock = await pin(debian, SET);
    await debian.main.publish('trixie', [APP_1, LIB_2]);
    debian.server.requests.length = 0;
    const { result, said } = await askFor(SET, debian, lock, true);
    expect(namesOf(result.packages)).toEqual(['app 1:1.0~rc1+b2', 'lib 1.0']);
    expect(result.departures).toEqual([]);
    expect(said).not.toContain('warning');
    expect([...debian.server.requests].sort()).toEqual([`debian/${pathOf(APP_1)}`, `debian/${pathOf(LIB_1)}`]);
    const directories = await unpackPackages(debian.store, debian.settings, result.packages);
    expect(await textOf(directories.get(result.packages[1]?.sha256 ?? ''), 'lib')).toBe('1.01.01.01');
  }));

it.each([
  ['with its last import before the next day', PINNED_AT, 1],
  ['that was two days late', '20260103T000000Z', 2],
])('takes from the snapshot service, %s, what the pool dropped', (_when, importedAt, asked) =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    const lock = await pin(debian, SET);
    await debian.main.keep(join(debian.snapshots.directory, 'debian'));
    debian.snapshots.importedAt = importedAt;
    await debian.main.publish('trixie', [APP_1, LIB_2]);
    await debian.main.withdraw();
    debian.server.requests.length = 0;
    const { result, said } = await askFor(SET, debian, lock, true);
    expect(namesOf(result.packages)).toEqual(['app 1:1.0~rc1+b2', 'lib 1.0']);
    expect(said).not.toContain('warning');
    expect(debian.server.indexRequests()).toEqual([]);
    expect(debian.server.requests.filter((path) => path.startsWith('snapshots/'))).toEqual(
      ['20260102T000000Z', '20260104T000000Z']
        .slice(0, asked)
        .map((time) => `snapshots/debian/${time}/${pathOf(LIB_1)}`),
    );
  }),
);

it('needs no network with a full store, whatever became of the mirror', () =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    const lock = await pin(debian, SET);
    const { result } = await askFor(SET, debian, lock);
    await rm(debian.main.directory, { recursive: true });
    debian.server.requests.length = 0;
    expect(await askFor(SET, debian, lock, true)).toEqual({ result, said: '' });
    expect(debian.server.requests).toEqual([]);
  }));

it('keeps two suites apart that have different versions of a package', () =>
  withArchives(async (debian) => {
    const newer = { ...setOf('newer', 'lib'), suite: 'sid' };
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    await debian.main.publish('sid', [LIB_2]);
    const lock = await pin(debian, SET, newer);
    const { result: stable } = await askFor(SET, debian, lock, true);
    const { result: unstable } = await askFor(newer, debian, lock, true);
    expect(namesOf(stable.packages)).toEqual(['app 1:1.0~rc1+b2', 'lib 1.0']);
    expect(namesOf(unstable.packages)).toEqual(['lib 2.0']);
  }));

it('refuses the lock of another suite', () =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    const lock = await pin(debian, SET);
    debian.server.requests.length = 0;
    await expect(
      askFor(SET, { ...debian, settings: { ...debian.settings, suite: 'forky' } }, lock),
    ).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'cannot use the lock file: it pins packages of trixie, and the option debian.suite says forky',
      hint: expect.stringContaining('set debian.suite to "trixie"') as string,
    });
    expect(debian.server.requests).toEqual([]);
  }));

it('warns once of a set that is not pinned, and refuses it with strict', () =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [APP_1, LIB_1]);
    const lock = emptyLock('trixie');
    const { result: both, said } = await saying(async () => [
      await askFor(SET, debian, lock),
      await askFor(SET, debian, lock),
    ]);
    expect(both.map(({ result }) => namesOf(result.packages))).toEqual([
      ['app 1:1.0~rc1+b2', 'lib 1.0'],
      ['app 1:1.0~rc1+b2', 'lib 1.0'],
    ]);
    expect(both[0]?.result.departures).toEqual(['tools is not in the lock file']);
    expect(timesIn(said + both.map((one) => one.said).join(''), 'warning: tools is not in the lock file')).toBe(1);
    await expect(askFor(SET, debian, lock, true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'cannot keep to the lock file: it pins no set tools',
    });
  }));
