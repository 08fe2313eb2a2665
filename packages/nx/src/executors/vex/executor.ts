import { vex, vexOptions } from '@basewright/vex';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:vex`: the stage vex of an image.json. */
export default fromImage('vex', vexOptions, vex);
