import { report, reportOptions } from '@basewright/report';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:report`: the stage report of an image.json. */
export default fromImage('report', reportOptions, report);
