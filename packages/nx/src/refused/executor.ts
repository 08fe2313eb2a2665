import { asExecutor, BasewrightError } from '@basewright/core';

import { type Refusal } from './refused-image';

/** The Nx executor `@basewright/nx:refuse`: throws what was wrong with an image.json when its project was inferred. */
export default asExecutor<Refusal>(({ code, message, hint }): Promise<void> =>
  Promise.reject(new BasewrightError(code, message, hint === undefined ? {} : { hint })),
);
