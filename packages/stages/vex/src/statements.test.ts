import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type VexStatement } from '@basewright/contracts';
import { type BusyboxBuild, busyboxVulnerabilities } from '@basewright/upstream';
import Ajv from 'ajv/dist/2020';

import { openvex } from './openvex';
import { vexStatements } from './statements';

const ALL_ON = 'CONFIG_AWK=y\nCONFIG_WGET=y\nCONFIG_FEATURE_WGET_HTTPS=y\nCONFIG_TLS=y\n';
const AWK = { name: 'awk-fix', sha256: 'ab'.repeat(32), fixes: ['CVE-2023-42366'] };
const build = (more: Partial<BusyboxBuild> = {}): BusyboxBuild => ({
  release: '1.36.1',
  libc: 'glibc',
  config: ALL_ON,
  patches: [],
  ...more,
});
const table = busyboxVulnerabilities();

function stateOf(id: string, one: BusyboxBuild): VexStatement | undefined {
  return vexStatements(table, one).find((statement) => statement.id === id);
}

it('has one statement for every vulnerability that is known', () => {
  expect(vexStatements(table, build()).map(({ id }) => id)).toEqual(table.vulnerabilities.map(({ id }) => id));
});

it('flips with the symbol that compiles the code in, and tells which', () => {
  expect(stateOf('CVE-2023-42366', build())?.status).toBe('affected');
  expect(stateOf('CVE-2023-42366', build({ config: '# CONFIG_AWK is not set\n' }))).toMatchObject({
    status: 'not_affected',
    because: 'CONFIG_AWK is off',
    action: null,
  });
});

it('names the patch by its digest', () => {
  const release = '1.38.0';
  const fixes = vexStatements(table, build({ release, patches: [AWK] })).filter(({ status }) => status === 'fixed');
  for (const { because } of fixes) expect(because).toMatch(/^\S+ \(sha256:[0-9a-f]{64}\)/);
});

it('says what to do about each that affects', () => {
  const affected = vexStatements(table, build()).filter(({ status }) => status === 'affected');
  expect(affected.length).toBeGreaterThan(0);
  for (const { action } of affected) expect(action).toMatch(/under "busybox" in image\.json|no change closes it/);
});

it('is a document by the schema of OpenVEX', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../test/openvex-0.2.0.schema.json'), 'utf8')) as object;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const subject = { purl: 'pkg:oci/a@sha256:1', busybox: 'pkg:generic/busybox@1', created: '2026-01-01T00:00:00Z' };
  const document = openvex(vexStatements(table, build()), subject);
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  expect(openvex(vexStatements(table, build()), subject)).toEqual(document);
});
