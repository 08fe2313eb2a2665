import { configure, configureOptions } from '@basewright/configure';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:configure`: the stage configure of an image.json. */
export default fromImage('configure', configureOptions, configure);
