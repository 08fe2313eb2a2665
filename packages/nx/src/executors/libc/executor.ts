import { buildLibc, libcOptions } from '@basewright/libc';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:libc`: the stage libc of an image.json. */
export default fromImage('libc', libcOptions, (options, workspace) => buildLibc(workspace, options));
