import { baseOptions, fetchBase } from '@basewright/base';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:base`: the stage base of an image.json. */
export default fromImage('base', baseOptions, fetchBase);
