import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { pinnedFor } from '@basewright/testing';

import { installedTrivy, type Scanned, scanned } from '../trivy';
import { Workspace } from '../workspace';

const PLATFORM = 'linux/amd64';

const workspace = new Workspace();
let trivy = '';

beforeAll(async () => {
  trivy = await installedTrivy();
  for (const project of ['busybox-glibc', 'busybox-musl', 'busybox-glibc-net']) workspace.buildFor(project, PLATFORM);
});
afterAll(() => {
  workspace.remove();
});

const publish = (project: string): string => {
  const run = workspace.nx(['run', `${project}:publish`]);
  if (run.exitCode !== 0) throw new Error(run.output);
  return join(workspace.root, 'dist/images', project, 'publish/oci');
};

/** A package URL as https://github.com/package-url/purl-spec has it for a .deb, on whatever release. */
function purlOf({ name, version, architecture }: DebianPackage): string {
  const [, epoch, rest = ''] = /^(?:(\d+):)?(.*)$/.exec(version) ?? [];
  const more = epoch === undefined ? '' : `&epoch=${epoch}`;
  return `pkg:deb/debian/${name.replaceAll('+', '%2B')}@${rest}?arch=${architecture}${more}&distro=debian-13`;
}

/** The packages that a lock pins for a purpose. */
async function locked(...purposes: readonly string[]): Promise<string[]> {
  const sets = await Promise.all(purposes.map((purpose) => pinnedFor(`${purpose}/amd64`)));
  return [...new Set(sets.flat().map(purlOf))].sort();
}

const withoutMinor = ({ purls, system }: Scanned): Scanned => ({
  purls: purls.map((purl) => purl.replace(/(&distro=debian-\d+)\.\d+$/, '$1')),
  system: system?.replace(/\.\d+$/, '') ?? null,
});
const libc = async (): Promise<string[]> => (await locked('libraries')).filter((purl) => purl.includes('/libc6@'));

it('finds exactly the packages of an image from source, those of its programs too', async () => {
  expect(withoutMinor(scanned(trivy, publish('busybox-glibc')))).toEqual({ purls: await libc(), system: 'debian 13' });
  const asked = await locked('libraries', 'requested/busybox-glibc-net');
  // gcc-14-base is documentation, of which the image has none.
  const purls = asked.filter((purl) => !purl.includes('/gcc-14-base@'));
  expect(withoutMinor(scanned(trivy, publish('busybox-glibc-net')))).toEqual({ purls, system: 'debian 13' });
});

it('finds the packages of an image on another, and those of its base', async () => {
  const purls = [...(await locked('packages/runtime-glibc')), ...(await libc())].sort();
  const found = { purls, system: 'debian 13' };
  expect(withoutMinor(scanned(trivy, publish('runtime-glibc')))).toEqual(found);
  // An author's own os-release hides none of them.
  workspace.write('images/runtime-glibc/os-release', 'ID=own\nID_LIKE=debian\nVERSION_ID="13"\n');
  workspace.edit('images/runtime-glibc/image.json', (text) =>
    text.replace('"users":', '"files": [{ "source": "./os-release", "path": "/etc/os-release" }],\n    "users":'),
  );
  expect(withoutMinor(scanned(trivy, publish('runtime-glibc')))).toEqual(found);
});

it('finds the packages of a distroless image, each once', async () => {
  const purls = await locked('packages/nginx-distroless');
  expect(purls).toEqual(expect.arrayContaining(await libc()));
  expect(withoutMinor(scanned(trivy, publish('nginx-distroless')))).toEqual({ purls, system: 'debian 13' });
});

it('finds nothing in a static image, which has no packages', () => {
  expect(scanned(trivy, publish('busybox-musl'))).toEqual({ purls: [], system: null });
});
