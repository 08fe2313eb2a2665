import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileOutput, configureOutput, fetchAndVerifyOutput, readStage } from '@basewright/contracts';
import { platformOf } from '@basewright/core';
import {
  busyboxBuild,
  busyboxVulnerabilities,
  type VulnerabilityState,
  vulnerabilityStates,
} from '@basewright/upstream';

import { type ImageInputs, imageInputs } from '../image-inputs';
import { Workspace } from '../workspace';

const IMAGE = 'busybox-musl';
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** Those whose inputs need nothing but an image, and what the table says of each. */
const STATES: Readonly<Record<string, VulnerabilityState['state']>> = {
  'CVE-2023-39810': 'not-affected',
  'CVE-2025-46394': 'fixed',
  'CVE-2026-38752': 'fixed',
  'CVE-2026-88829': 'fixed',
  'CVE-2026-88831': 'fixed',
  'CVE-2026-88832': 'fixed',
  'CVE-2026-88835': 'fixed',
  'CVE-2026-88837': 'fixed',
  'CVE-2026-88839': 'fixed',
  'CVE-2026-88840': 'fixed',
  'CVE-2026-88842': 'fixed',
  'CVE-2026-108119': 'fixed',
  'CVE-2026-124738': 'fixed',
  'CVE-2026-124742': 'fixed',
  'CVE-2026-124743': 'fixed',
  'CVE-2026-124744': 'fixed',
};

const workspace = new Workspace();
workspace.buildFor(IMAGE, ...PLATFORMS);
const stage = (name: string): string => join(workspace.root, 'dist/images', IMAGE, name);
afterAll(() => {
  workspace.remove();
});

beforeAll(() => {
  const targets = PLATFORMS.map((id) => `rootfs-assemble--${platformOf(id).name}`);
  const run = workspace.nx(['run-many', '-t', ...targets, '-p', IMAGE]);
  if (run.exitCode !== 0) throw new Error(run.output);
});

describe.each(PLATFORMS)('the image for %s', (id) => {
  const { name } = platformOf(id);
  let inputs: ImageInputs;
  let states: readonly VulnerabilityState[];
  beforeAll(async () => {
    inputs = await imageInputs(stage(`rootfs-assemble--${name}`), id);
    const configured = await readStage(stage(`configure--${name}`), configureOutput, id);
    const build = busyboxBuild({
      fetched: (await readStage(stage('fetch-and-verify'), fetchAndVerifyOutput, null)).body,
      compiled: (await readStage(stage(`compile--${name}`), compileOutput, id)).body,
      config: readFileSync(await configured.file(configured.body.config), 'utf8'),
    });
    states = vulnerabilityStates(busyboxVulnerabilities(), build);
  });
  afterAll(() => inputs.remove());

  it.each(Object.entries(STATES))('%s: %s, says the table, and so does BusyBox', async (vulnerability, state) => {
    expect(states.find((one) => one.id === vulnerability)?.state).toBe(state);
    const { exitCode, said } = await inputs.run(vulnerability);
    expect(said).not.toMatch(/^wrong: /m);
    expect(exitCode).toBe(0);
  });
});
