import { type Lock } from '../src';
import { pathOf } from './tiny-archive';
import { askFor, namesOf, pin, setOf, type TestDebian, timesIn, withArchives } from './with-archives';

const libc = (version: string) => ({ name: 'libc6', version, source: 'glibc' });
const headers = (version: string) => ({ name: 'libc6-dev', version, source: 'glibc' });
const CC = { name: 'cc', version: '1.0', depends: 'libc6' };
const MAKE = { name: 'make', version: '4.0' };

const TOOLS = setOf('tools', 'cc');
const SYSROOT = setOf('sysroot', 'libc6-dev');
const OTHERS = setOf('others', 'make');

/** Pins three sets, of which two share a source package; then nobody has the pinned libc6 any more. */
async function withGone(test: (debian: TestDebian, lock: Lock) => Promise<void>): Promise<void> {
  await withArchives(async (debian) => {
    await debian.main.publish('trixie', [CC, MAKE, libc('2.1'), headers('2.1')]);
    const lock = await pin(debian, TOOLS, SYSROOT, OTHERS);
    await debian.main.publish('trixie', [CC, { ...MAKE, version: '4.1' }, libc('2.2'), headers('2.2')]);
    debian.server.troubles.set(`debian/${pathOf(libc('2.1'))}`, { status: 404 });
    debian.server.requests.length = 0;
    await test(debian, lock);
  });
}

it('resolves anew the whole set, and those that share a source package with it, with one warning', () =>
  withGone(async (debian, lock) => {
    const tools = await askFor(TOOLS, debian, lock);
    expect(namesOf(tools.result.packages)).toEqual(['cc 1.0', 'libc6 2.2']);
    expect(tools.result.departures).toEqual(['glibc 2.1 -> 2.2']);
    // The mirror still has the pinned headers: they would not fit the libc.
    const sysroot = await askFor(SYSROOT, debian, lock);
    expect(namesOf(sysroot.result.packages)).toEqual(['libc6-dev 2.2']);
    expect(sysroot.result.departures).toEqual(['glibc 2.1 -> 2.2']);
    const others = await askFor(OTHERS, debian, lock);
    expect(namesOf(others.result.packages)).toEqual(['make 4.0']);
    expect(others.result.departures).toEqual([]);
    const again = await askFor(TOOLS, debian, lock);
    expect(again.result).toEqual(tools.result);

    const said = [tools, sysroot, others, again].map((one) => one.said).join('');
    expect(timesIn(said, 'warning')).toBe(1);
    expect(tools.said).toMatch(
      /warning: not as locked: libc6 2\.1 \(\w+\) can be had nowhere; .*: glibc 2\.1 -> 2\.2 \(pin what there is now: nx g @basewright\/nx:lock\)\n/,
    );
  }));

it('asks nobody twice for what is nowhere', () =>
  withGone(async (debian, lock) => {
    await askFor(TOOLS, debian, lock);
    debian.server.requests.length = 0;
    await askFor(TOOLS, debian, lock);
    await askFor(SYSROOT, debian, lock);
    expect(debian.server.requests.filter((path) => path.includes('_2.1_'))).toEqual([]);
  }));

it('is an error with strict, which names every place with its reason', () =>
  withGone(async (debian, lock) => {
    const { address } = debian.server;
    const [before, after] = ['20260102T000000Z', '20260104T000000Z'].map(
      (time) => `\n    ${address}snapshots/debian/${time}/${pathOf(libc('2.1'))}: 404 Not Found`,
    );
    await expect(askFor(TOOLS, debian, lock, true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(
        new RegExp(
          '^cannot keep to the lock file: a file that is pinned: no place has it\n' +
            `  libc6 2\\.1 \\(\\w+\\), sha256 [0-9a-f]{64}:` +
            escaped(`\n    ${address}debian/${pathOf(libc('2.1'))}: 404 Not Found${before ?? ''}${after ?? ''}`) +
            '$',
        ),
      ) as string,
      hint: expect.stringContaining('nx g @basewright/nx:lock') as string,
    });
    expect(debian.server.indexRequests()).toEqual([]);
  }));

it('says both when nothing can be taken instead either', () =>
  withGone(async (debian, lock) => {
    debian.server.troubles.set('debian/dists/trixie/InRelease', { status: 404 });
    await expect(askFor(TOOLS, debian, lock)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^cannot fetch a file that is pinned: [^]*libc6 2\.1[^]*\nand nothing can be taken instead: cannot read the package indexes of trixie/,
      ) as string,
    });
  }));

it('does not take the files of an index that lists what is not there', () =>
  withGone(async (debian, lock) => {
    debian.server.troubles.set(`debian/${pathOf(libc('2.2'))}`, { status: 404 });
    await expect(askFor(TOOLS, debian, lock)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/libc6 2\.2 \(\w+\)[^]*404 Not Found/) as string,
    });
    // Who needs nothing of it is built.
    expect(namesOf((await askFor(OTHERS, debian, lock)).result.packages)).toEqual(['make 4.0']);
  }));

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
