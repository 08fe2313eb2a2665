import { publish, publishOptions } from '@basewright/publish';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:publish`: the stage publish of an image.json. */
export default fromImage('publish', publishOptions, publish);
