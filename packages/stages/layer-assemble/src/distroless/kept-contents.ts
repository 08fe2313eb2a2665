import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Inspection } from '@basewright/oci';
import { BASE_INSPECTION } from '@basewright/tree';

import { type KeptFact } from './base-entries';

/** Looks at the files of a base as any layer on it does, and keeps their contents in an empty directory. */
export function keptContents(directory: string): Inspection<KeptFact> {
  let count = 0;
  return {
    wants: () => true,
    fact: (path, bytes) => {
      const file = join(directory, String(count++));
      writeFileSync(file, bytes);
      return { ...BASE_INSPECTION.fact(path, bytes), content: { file, size: bytes.length } };
    },
  };
}
