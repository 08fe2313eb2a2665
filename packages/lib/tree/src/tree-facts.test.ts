import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { readTreeFacts, treeFactsText } from './tree-facts';

const FACTS = {
  nodes: new Map([['/', { type: 'directory', mode: 0o755 } as const]]),
  texts: {},
  libraryCache: {},
  shells: [],
};

it('reads what it writes, and refuses what somebody else wrote with a sentence', () =>
  inTemporaryDirectory(async (directory) => {
    const file = join(directory, 'tree.json');
    await writeFile(file, treeFactsText(FACTS));
    expect(await readTreeFacts(file)).toEqual(FACTS);
    for (const text of [
      'x',
      '5',
      '{"nodes":5}',
      '['.repeat(100_000),
      treeFactsText(FACTS).replace('directory', 'door'),
      treeFactsText(FACTS).replace('directory', 'symlink'),
      treeFactsText(FACTS).replace('directory', 'hardlink'),
    ]) {
      await writeFile(file, text);
      await expect(readTreeFacts(file)).rejects.toMatchObject({
        code: 'CONTRACT_MISMATCH',
        message: expect.stringMatching(/^cannot read .*tree\.json: /) as string,
      });
    }
  }));
