import { writeFileSync } from 'node:fs';

import { packageManifests } from './package-manifests';

/** Writes into every package's manifest where the project is: `node tools/run-ts.cjs tools/write-manifests.ts && npm run format`. */
for (const { path, wanted } of packageManifests()) writeFileSync(path, wanted);
