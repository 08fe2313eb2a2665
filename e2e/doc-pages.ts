import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { withRegistry } from '@basewright/testing';

import { docBlocks } from './doc-blocks';
import { freePort } from './free-port';
import { type TeamWorkspace } from './team-workspace';
import { REPOSITORY } from './repository';

/** The pages of docs/ in an order in which one workspace can follow them all, which starts empty. */
export const PAGES = [
  'tutorial.md',
  'how-to/without-the-plugin.md',
  'how-to/derive.md',
  'how-to/accept-findings.md',
  'how-to/add-a-library.md',
  'how-to/add-a-program.md',
  'how-to/your-own-program.md',
  'how-to/distroless.md',
  'how-to/scan.md',
  'how-to/tell-what-is-in-it.md',
  'how-to/add-a-platform.md',
  'how-to/add-a-libc.md',
  'how-to/setuid.md',
  'how-to/add-a-patch.md',
  'how-to/answer-a-new-cve.md',
  'how-to/pin.md',
  'how-to/keep-the-lock-fresh.md',
  'how-to/compare-digests.md',
  'how-to/share-the-cache.md',
  'how-to/other-hosts.md',
  // It ends with how to uninstall.
  'how-to/free-space.md',
] as const;

/** What the images of these pages are made of, by what the lock files pin it for. */
export const PAGES_NEED = [
  ...['glibc', 'musl', 'uclibc'].map((libc) => `toolchain/amd64/${libc}/amd64`),
  ...['toolchain/amd64/glibc/arm64', 'toolchain/amd64/musl/arm64', 'pack/amd64', 'qemu/amd64', 'sources/uclibc-source'],
  ...['libraries/amd64', 'requested/busybox-glibc-net/amd64', 'identity/amd64', 'essential/amd64', 'tests/nginx/amd64'],
];

/**
 * Does what a page says: writes its files (`title=`) and runs its commands. localhost:5000 is another port: of a registry of
 * the test's own, in `scratch`, or of the one that the page starts itself. A block that names the test it is run by
 * (`tested=`) is left to that. Throws when a command fails, and when there is a block that is none of these.
 */
export async function followPage(reader: TeamWorkspace, page: (typeof PAGES)[number], scratch: string): Promise<void> {
  const written = readFileSync(join(REPOSITORY, 'docs', page), 'utf8');
  const follow = (host: string): Promise<void> => {
    for (const { language, attributes, text } of docBlocks(written.replaceAll('localhost:5000', host))) {
      const { title, tested } = attributes;
      if (title !== undefined) reader.write(title, text);
      else if (language === 'sh' && tested === undefined) reader.must('sh', '-ec', text);
      else if (tested === undefined || !existsSync(join(REPOSITORY, tested))) {
        throw new Error(`${page}: a block that nobody runs:\n${text}`);
      }
    }
    return Promise.resolve();
  };
  if (written.includes('docker-registry serve')) await follow(`localhost:${await freePort()}`);
  else await withRegistry(scratch, {}, follow);
}
