import { resolveToolchain, toolchainOptions } from '@basewright/toolchain';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:toolchain`: the stage toolchain of an image.json. */
export default fromImage('toolchain', toolchainOptions, (options, workspace) => resolveToolchain(workspace, options));
