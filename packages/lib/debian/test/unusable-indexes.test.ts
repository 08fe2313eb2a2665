import { writeFile } from 'node:fs/promises';

import { type Apt, openApt } from '../src';
import { type Trouble } from './archive-server';
import { HOST, type OddRelease } from './tiny-archive';
import { makeOld, namesOf, saying, type TestDebian, timesIn, withArchives, withVariables } from './with-archives';

const LIB_1 = { name: 'lib', version: '1.0' };
const LIB_2 = { name: 'lib', version: '2.0' };
const PACKAGES = `debian/dists/trixie/main/binary-${HOST}/Packages`;

/** Opens an apt on a machine that lets releases pass whose time is over, which is no measure. */
async function open({ lockFile, settings, store }: TestDebian): Promise<Apt> {
  const configuration = `${lockFile}.apt.conf`;
  await writeFile(configuration, 'Acquire::Check-Valid-Until "false";\nAcquire::Check-Date "false";\n');
  return withVariables({ APT_CONFIG: configuration }, () => openApt(store, settings, [], HOST));
}

/** A release or an index that cannot be used: what is wrong with it, and the words for that. */
const UNUSABLE: [string, OddRelease, [string, Trouble][], RegExp][] = [
  ['has another size than its release says', {}, [[PACKAGES, { body: 'short' }]], /unexpected size|mismatch/],
  ['is listed and is not there', {}, [[PACKAGES, { status: 404 }]], /404/],
  ['is a web page', {}, [['debian/dists/trixie/InRelease', { body: '<html>Log in</html>' }]], /NOSPLIT|Clearsigned/],
  [
    'has no release file',
    {},
    ['InRelease', 'Release'].map((name) => [`debian/dists/trixie/${name}`, { status: 404 }]),
    /does not have a Release file|404/,
  ],
  ['is of a release whose time is over', { expired: true }, [], /expired|not valid anymore/i],
  ['is signed by another key', { otherKey: true }, [], /NO_PUBKEY|not signed|couldn't be verified|Missing key/],
];

describe.each(UNUSABLE)('an index that %s', (_what, odd, troubles, reason) => {
  it('is an error that names it, and never «none of that name», when there is no older one', () =>
    withArchives(async (debian) => {
      await debian.main.publish('trixie', [LIB_1], odd);
      for (const [path, trouble] of troubles) debian.server.troubles.set(path, trouble);
      const error: unknown = await saying(() => open(debian)).catch((cause: unknown) => cause);
      expect(error).toMatchObject({
        code: 'UNREACHABLE',
        message: expect.stringMatching(/^cannot read the package indexes of trixie \(deb, \w+\)/) as string,
        hint: expect.stringContaining('debian.mirror') as string,
      });
      expect((error as Error).message).toMatch(reason);
      // Nor a moment later, when the failure is remembered.
      await expect(saying(() => open(debian))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    }));

  it('is replaced by the last whole one, with a warning that says of which day that is', () =>
    withArchives(async (debian) => {
      await debian.main.publish('trixie', [LIB_1]);
      await saying(() => open(debian));
      await debian.main.publish('trixie', [LIB_1, LIB_2], odd);
      for (const [path, trouble] of troubles) debian.server.troubles.set(path, trouble);
      await makeOld(debian.store);
      const { result: apt, said } = await saying(() => open(debian));
      expect(said).toMatch(
        /warning: the package indexes of trixie \(deb, \w+\) could not be read anew, those of \d{4}-\d\d-\d\d are used/,
      );
      expect(timesIn(said, 'warning')).toBe(1);
      expect(namesOf(await apt.resolve(['lib']))).toEqual(['lib 1.0']);
    }));
});

it('reads an index once for all that ask, until it is a day old', () =>
  withArchives(async (debian) => {
    await debian.main.publish('trixie', [LIB_1]);
    await saying(() => open(debian));
    const before = debian.server.requests.length;
    await saying(() => open(debian));
    expect(debian.server.requests.length).toBe(before);
    await makeOld(debian.store);
    await saying(() => open(debian));
    expect(debian.server.requests.length).toBeGreaterThan(before);
  }));
