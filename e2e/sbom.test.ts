import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readStage, sbomOutput, type SbomOutput, vexOutput, type VexStatement } from '@basewright/contracts';
import { openStore } from '@basewright/core';
import { materialiseRoot, rootManifest, runInSandbox } from '@basewright/sandbox';
import { pinnedFor } from '@basewright/testing';
import Ajv from 'ajv';

import { REPOSITORY } from './repository';
import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const PLATFORM = 'linux/amd64';
const SCHEMA = 'packages/stages/sbom/test/spdx-2.3.schema.json';

const workspace = new Workspace();
let python = '';

beforeAll(async () => {
  workspace.buildFor('busybox-glibc', PLATFORM);
  workspace.write('images/tiny/image.json', tinyImage());
  const root = rootManifest(await pinnedFor('tests/cyclonedx/amd64'), {});
  python = await materialiseRoot(openStore(), {}, root);
});
afterAll(() => {
  workspace.remove();
});

interface Documents {
  readonly body: SbomOutput;
  readonly directory: string;
  readonly spdx: Spdx;
  readonly cyclonedx: CycloneDx;
}

interface Spdx {
  readonly packages: readonly { readonly SPDXID: string; readonly name: string; readonly sourceInfo?: string }[];
  readonly files: readonly { readonly SPDXID: string; readonly fileName: string }[];
  readonly relationships: readonly Readonly<
    Record<'spdxElementId' | 'relationshipType' | 'relatedSpdxElement', string>
  >[];
}

interface CycloneDx {
  readonly components: readonly {
    readonly name: string;
    readonly purl?: string;
    readonly pedigree?: { readonly patches: readonly { readonly resolves?: readonly { readonly id: string }[] }[] };
  }[];
}

async function documents(project: string): Promise<Documents> {
  const run = workspace.nx(['run', `${project}:sbom--amd64`]);
  if (run.exitCode !== 0) throw new Error(run.output);
  const directory = join(workspace.root, 'dist/images', project, 'sbom--amd64');
  const { body } = await readStage(directory, sbomOutput, PLATFORM);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8'));
  return { body, directory, spdx: read('sbom.spdx.json') as Spdx, cyclonedx: read('sbom.cdx.json') as CycloneDx };
}

/** What Debian's CycloneDX library says of a document, with the schema that it has: `None` where all is well. */
async function verdict(directory: string): Promise<string> {
  const script = [
    'from cyclonedx.schema import SchemaVersion',
    'from cyclonedx.validation.json import JsonStrictValidator',
    'print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(open("/src/sbom.cdx.json").read()))',
  ];
  const { stdout } = await runInSandbox({
    root: python,
    program: '/usr/bin/python3',
    args: ['-c', script.join('\n')],
    binds: [{ from: directory, to: '/src' }],
  });
  return stdout.trim();
}

function spdxProblems(document: Spdx): unknown {
  const schema = JSON.parse(readFileSync(join(REPOSITORY, SCHEMA), 'utf8')) as { $schema?: string };
  const validate = new Ajv({ strict: false }).compile({ ...schema, $schema: undefined });
  return validate(document) ? [] : validate.errors;
}

it.each(['tiny', 'busybox-glibc', 'nginx-distroless'])('tells of %s what others can read', async (project) => {
  const { directory, spdx } = await documents(project);
  expect(await verdict(directory)).toBe('None');
  expect(spdxProblems(spdx)).toEqual([]);
  const ids = [...spdx.packages, ...spdx.files].map(({ SPDXID }) => SPDXID);
  expect(new Set(ids).size).toBe(ids.length);
  const named = spdx.relationships.flatMap((one) => [one.spdxElementId, one.relatedSpdxElement]);
  expect(named.filter((id) => id !== 'SPDXRef-DOCUMENT' && !ids.includes(id))).toEqual([]);
});

it('has the patches of BusyBox, what each fixes, and the libc that is linked in', async () => {
  const { body, cyclonedx } = await documents('tiny');
  const busybox = body.components.find(({ name }) => name === 'busybox');
  expect(busybox?.files).toEqual(['/bin/busybox']);
  expect(busybox?.patches.flatMap(({ fixes }) => fixes)).toContain('CVE-2023-42366');
  expect(body.components.filter(({ role }) => role === 'linked').map(({ name, files }) => [name, files])).toEqual([
    ['musl-dev', expect.arrayContaining(['/bin/busybox']) as string[]],
  ]);
  const told = cyclonedx.components.find(({ name }) => name === 'busybox');
  expect(told?.purl).toMatch(/^pkg:generic\/busybox@1\.\d+\.\d+\?checksum=sha256%3A[0-9a-f]{64}$/);
  const resolved = told?.pedigree?.patches.flatMap(({ resolves = [] }) => resolves.map(({ id }) => id));
  expect(resolved).toEqual(busybox?.patches.flatMap(({ fixes }) => fixes));
});

it('has exactly the packages of an image on another, and nothing of what went', async () => {
  const { body } = await documents('nginx-distroless');
  const content = body.components.filter(({ role }) => role !== 'tool').map(({ name }) => name);
  const pinned = (await pinnedFor('packages/nginx-distroless/amd64')).map(({ name }) => name);
  expect(content).toEqual(expect.arrayContaining(['libc6', 'nginx', 'libssl3t64']));
  expect(content).not.toContain('busybox');
  expect(content.filter((name) => name !== 'libc6' && !pinned.includes(name))).toEqual([]);
  expect(body.components.filter(({ role, files }) => role === 'content' && files.length === 0)).toEqual([]);
});

async function statements(project: string): Promise<readonly VexStatement[]> {
  const run = workspace.nx(['run', `${project}:vex--amd64`]);
  if (run.exitCode !== 0) throw new Error(run.output);
  return (await readStage(join(workspace.root, 'dist/images', project, 'vex--amd64'), vexOutput, PLATFORM)).body
    .statements;
}

it('states of an image on another what is stated of that, and nothing without BusyBox', async () => {
  const ofBase = await statements('busybox-glibc');
  expect(ofBase.length).toBeGreaterThan(60);
  expect(await statements('runtime-glibc')).toEqual(ofBase);
  expect(await statements('nginx-distroless')).toEqual([]);
});

it('states another thing when a symbol is switched off', async () => {
  const wget = async (): Promise<string | undefined> =>
    (await statements('tiny')).find(({ id }) => id === 'CVE-2018-1000500')?.status;
  const image = JSON.parse(tinyImage()) as { busybox: { set: Record<string, boolean> } };
  Object.assign(image.busybox.set, { WGET: true, FEATURE_WGET_HTTPS: true });
  workspace.write('images/tiny/image.json', JSON.stringify(image));
  expect(await wget()).toBe('affected');
  workspace.write('images/tiny/image.json', tinyImage());
  expect(await wget()).toBe('not_affected');
});
