import { compile, compileOptions } from '@basewright/compile';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:compile`: the stage compile of an image.json. */
export default fromImage('compile', compileOptions, (options, workspace) => compile(workspace, options));
