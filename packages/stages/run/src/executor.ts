import { type RunOptions } from './options';
import { runTarget } from './run-target';

/** The Nx executor `@basewright/run:run`; schema.json describes its options. */
export default runTarget((configured) => configured as unknown as RunOptions);
