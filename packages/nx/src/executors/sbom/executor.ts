import { sbom, sbomOptions } from '@basewright/sbom';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:sbom`: the stage sbom of an image.json. */
export default fromImage('sbom', sbomOptions, sbom);
