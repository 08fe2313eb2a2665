import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type CompileOutput,
  compileOutput,
  type ConfigureOutput,
  configureOutput,
  type FetchAndVerifyOutput,
  fetchAndVerifyOutput,
  type LayerAssembleOutput,
  layerAssembleOutput,
  recordArtefact,
  writeStage,
} from '@basewright/contracts';
import { digest, stableJson } from '@basewright/core';
import { readElf } from '@basewright/elf';
import { inTemporaryDirectory } from '@basewright/testing';
import { busyboxRelease, busyboxVulnerabilities } from '@basewright/upstream';

import { publishDirectory } from '../src/push/publish-directory';
import { checkOpen } from '../src/vulnerabilities/check-open';

const PLATFORMS = ['linux/amd64', 'linux/arm64'];
const ACCEPTED = { 'CVE-2026-88841': 'unimportant, says Debian' };
const nobody = { asked: '', environment: '' };

interface Built {
  readonly accepted?: Record<string, string>;
  /** What its BusyBox has, by the name of the symbols; the second platform has them all. */
  readonly symbols?: readonly string[];
}

/** The stages that a check reads, and the file that a layout leaves, of an image with every patch for its release. */
async function build(
  workspace: string,
  { accepted = ACCEPTED, symbols = ['AWK', 'HTTPD'] }: Built = {},
): Promise<void> {
  const { patches } = busyboxRelease('1.38.0');
  await writeStage<FetchAndVerifyOutput>(join(workspace, 'sources'), fetchAndVerifyOutput, null, async () => {
    const file = { size: 1, mode: 0o644 };
    const rows = patches.map(({ name, sha256 = '', fixes = [], set = 'image', origin = null }) => {
      const path = `patches/01-${name}.patch`;
      return {
        for: 'busybox',
        set,
        fixes: [...fixes],
        origin,
        file: { ...file, path, sha256 },
        libcs: null,
        platforms: null,
      };
    });
    return Promise.resolve({ body: { tarballs: [], patches: rows }, inputs: {} });
  });
  for (const platform of PLATFORMS) await buildPlatform(workspace, platform, symbols);
  const platforms = PLATFORMS.map((platform) => ({
    platform,
    configure: `configure/${platform}`,
    compile: `compile/${platform}`,
  }));
  await pushOrder(workspace, 'built', { busybox: { fetchAndVerify: 'sources', platforms, accepted } });
}

async function buildPlatform(workspace: string, platform: string, symbols: readonly string[]): Promise<void> {
  const { patches } = busyboxRelease('1.38.0');
  await writeStage<ConfigureOutput>(join(workspace, 'configure', platform), configureOutput, platform, async (to) => {
    await writeFile(join(to, '.config'), `#\n${symbols.map((name) => `CONFIG_${name}=y\n`).join('')}`);
    await writeFile(join(to, 'autoconf.h'), '');
    const [config, header] = [await recordArtefact(to, '.config'), await recordArtefact(to, 'autoconf.h')];
    return { body: { version: '1.38.0', config, header, sourceDate: 0 }, inputs: {} };
  });
  await writeStage<CompileOutput>(join(workspace, 'compile', platform), compileOutput, platform, async () => {
    const file = { path: 'busybox', size: 1, sha256: 'ab'.repeat(32), mode: 0o755 };
    // Any program: nobody looks at it here.
    const program = { file, elf: readElf(readProgram()) };
    const applied = patches.map(({ name }) => `patches/01-${name}.patch`);
    return Promise.resolve({
      body: {
        libc: 'musl',
        version: '1.38.0',
        sourceDate: 0,
        busybox: program,
        unstripped: file,
        getconf: program,
        hardening: [],
        applets: [],
        patches: applied,
      },
      inputs: {},
    });
  });
}

function readProgram(): Uint8Array {
  return readFileSync('/bin/true');
}

async function derive(workspace: string, base: string, removed: LayerAssembleOutput['removed']): Promise<void> {
  const platform = PLATFORMS[0] ?? '';
  await writeStage<LayerAssembleOutput>(join(workspace, 'layers'), layerAssembleOutput, platform, async (to) => {
    await writeFile(join(to, 'listing.txt'), '');
    const listing = await recordArtefact(to, 'listing.txt');
    const rest = {
      sourceDate: 0,
      layers: [],
      listing,
      tree: listing,
      removed,
      packages: [],
      needs: [],
      scripts: [],
      departures: [],
    };
    return { body: { baseManifest: digest.parse(`sha256:${'ab'.repeat(32)}`), ...rest }, inputs: {} };
  });
  await pushOrder(workspace, 'derived', { bases: [{ platform, directory: 'layers', base }] });
}

async function pushOrder(workspace: string, directory: string, more: object): Promise<void> {
  await mkdir(join(workspace, directory), { recursive: true });
  await writeFile(
    join(workspace, directory, 'push.json'),
    stableJson({ name: directory, tags: [], summary: ['an image'], ...more }),
  );
}

it('lets pass what has nothing open that is not accepted, and says of when that is', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await build(workspace);
    const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await publishDirectory(workspace, 'built', { ...nobody, failOnOpen: true });
    const text = said.mock.calls.join('');
    said.mockRestore();
    const { date, vulnerabilities } = busyboxVulnerabilities();
    expect(text).toContain(
      `built: no vulnerability of its BusyBox is open or unknown and not accepted, of the ${vulnerabilities.length} that were known on ${date}, `,
    );
  });
});

it('refuses what is open or unknown, all of it at once, by what the build has', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await build(workspace, { accepted: { 'CVE-2026-88835': 'no dpkg here' } });
    await buildPlatform(workspace, PLATFORMS[1] ?? '', ['WGET', 'FEATURE_WGET_HTTPS']);
    const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const refused = expect(publishDirectory(workspace, 'built', { ...nobody, failOnOpen: true })).rejects;
    await refused.toMatchObject({
      code: 'CHECK_FAILED',
      message: expect.stringMatching(
        /^cannot publish built: its BusyBox has vulnerabilities that are open or unknown, of the \d+ that were known on .+ ago\n {2}CVE-2026-88841 is unknown: no public text says which code it is\n {2}CVE-2018-1000500 is open: no fix is known \(only linux\/arm64\)$/,
      ) as string,
      hint: expect.stringContaining('\n  CVE-2018-1000500: "unset": ["FEATURE_WGET_HTTPS"]\n') as string,
    });
    const text = said.mock.calls.join('');
    said.mockRestore();
    expect(text).toContain(
      'warning: busybox.accepted: CVE-2026-88835 cannot happen here (CONFIG_DPKG is off): take it out of image.json\n',
    );
    // Only where it is asked for.
    await expect(publishDirectory(workspace, 'built', nobody)).resolves.toBeNull();
  });
});

it('takes it as the image has it written down', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await pushOrder(workspace, 'derived', { bases: [{ platform: 'linux/amd64', directory: 'layers', base: 'none' }] });
    await expect(publishDirectory(workspace, 'derived', nobody)).resolves.toBeNull();
    await pushOrder(workspace, 'derived', {
      failOnOpen: true,
      bases: [{ platform: 'linux/amd64', directory: 'layers', base: 'none' }],
    });
    await expect(publishDirectory(workspace, 'derived', nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('looks at the BusyBox of the image below, and at none where it was taken out', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await build(workspace, { accepted: {} });
    await derive(workspace, 'built', null);
    await expect(checkOpen('derived', workspace, 'derived')).rejects.toThrow(
      /\n {2}CVE-2026-88841 is unknown: [^()]+$/,
    );
    await derive(workspace, 'built', []);
    await expect(checkOpen('derived', workspace, 'derived')).resolves.toBeUndefined();
    await mkdir(join(workspace, 'elsewhere'));
    await derive(workspace, 'elsewhere', null);
    await expect(checkOpen('derived', workspace, 'derived')).rejects.toThrow(
      'linux/amd64: its base is no image of this workspace, and nobody has looked at its BusyBox',
    );
  });
});
