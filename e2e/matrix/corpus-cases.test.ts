import { FILE_FAMILIES } from '../../tools/corpus/files/families';
import { mistakesOfFile } from '../../tools/corpus/files/file-case';
import { ARCHIVES } from '../../tools/corpus/images/archives';
import { DOCUMENTS } from '../../tools/corpus/images/documents';
import { mistakesOf } from '../../tools/corpus/images/mistakes-of';
import { TREES } from '../../tools/corpus/images/trees';

describe.each([
  ['trees', TREES],
  ['archives', ARCHIVES],
  ['documents', DOCUMENTS],
] as const)('images: %s', (_family, cases) => {
  it.each(cases)('$name', async (one) => {
    expect(await mistakesOf(one)).toEqual([]);
  });
});

describe.each(FILE_FAMILIES)('$name', ({ cases, ...family }) => {
  it.each(cases)('$name', async (one) => {
    expect(await mistakesOfFile(one, family)).toEqual([]);
  });
});
