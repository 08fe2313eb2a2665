import { fetchAndVerify, fetchAndVerifyOptions } from '@basewright/fetch-and-verify';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:fetch-and-verify`: the stage fetch-and-verify of an image.json. */
export default fromImage('fetch-and-verify', fetchAndVerifyOptions, fetchAndVerify);
