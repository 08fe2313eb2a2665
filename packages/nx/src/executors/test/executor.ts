import { testOptions, testImage } from '@basewright/test';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:test`: the stage test of an image.json. */
export default fromImage('test', testOptions, (options, workspace) => testImage(workspace, options));
