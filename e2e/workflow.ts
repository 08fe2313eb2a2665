import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY } from './repository';

/** What .github/workflows/images.yml does, as far as it is ours. */
export interface Workflow {
  /** The pairs that have a job of their own. */
  readonly jobs: readonly { readonly libc: string; readonly platform: string }[];
  /** Arguments of nx in such a job. */
  readonly build: (libc: string, platform: string) => string[];
  /** Arguments of nx in the job that joins them. */
  readonly publish: readonly string[];
}

/** Reads the workflow. */
export function readWorkflow(): Workflow {
  const text = readFileSync(join(REPOSITORY, '.github/workflows/images.yml'), 'utf8');
  const list = (name: string): string[] =>
    (new RegExp(`^ +${name}: \\[(.*)\\]$`, 'm').exec(text)?.[1] ?? '')
      .split(',')
      .map((item) => item.trim().replace(/'/g, ''));
  const excluded = [...text.matchAll(/- \{ libc: (\S+), platform: (\S+) \}/g)].map(
    ([, libc, platform]) => `${libc ?? ''} ${platform ?? ''}`,
  );
  const commands = [...text.matchAll(/^ +- run: npx nx (.*)$/gm)].map(([, command = '']) => command);
  const [build = '', publish = ''] = commands;
  return {
    jobs: list('libc')
      .flatMap((libc) => list('platform').map((platform) => ({ libc, platform })))
      .filter(({ libc, platform }) => !excluded.includes(`${libc} ${platform}`)),
    build: (libc, platform) =>
      build.replace('${{ matrix.libc }}', libc).replace('${{ matrix.platform }}', platform).split(' '),
    publish: publish.split(' '),
  };
}
