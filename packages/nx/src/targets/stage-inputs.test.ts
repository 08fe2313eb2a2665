import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { packageOrigin } from './stage-inputs';

const ROOT = join(__dirname, '../../../..');
const STAGES = [
  'fetch-and-verify',
  'toolchain',
  'libc',
  'configure',
  'compile',
  'library-resolve',
  'rootfs-assemble',
  'base',
  'layer-assemble',
  'publish',
  'test',
  'report',
  'sbom',
  'vex',
  'run',
];

/** The package that a file of this repository belongs to. */
function packageOf(file: string): string {
  let directory = dirname(join(ROOT, file));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { name: string }).name;
}

/** The stages whose executors an edit of a file concerns. */
function keyedBy(file: string): string[] {
  const origin = packageOrigin(ROOT, STAGES);
  return STAGES.filter((stage) =>
    origin
      .executorInputs(stage)
      .some((input) => typeof input === 'object' && (input['projects'] as readonly string[]).includes(packageOf(file))),
  );
}

// What they make of an image.json is keyed by the options that come out: see toTarget.
it.each([
  'packages/pipeline/src/platform-stages.ts',
  'packages/image/src/image-file/image-rules.ts',
  'packages/nx/src/executors/compile/executor.ts',
])('%s keys no stage', (file) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(keyedBy(file)).toEqual([]);
});

it('a row of the table of vulnerabilities keys the stages that tell of them, and no compile', () => {
  expect(keyedBy('packages/lib/upstream/vulnerabilities/busybox.json')).toEqual([
    'fetch-and-verify',
    'publish',
    'report',
    'vex',
  ]);
});

it('the code of a stage keys that stage alone', () => {
  for (const stage of STAGES) expect(keyedBy(`packages/stages/${stage}/src/executor.ts`)).toEqual([stage]);
});

it('what every stage stands on keys them all', () => {
  expect(keyedBy('packages/lib/core/src/exec.ts')).toEqual(STAGES);
});
