import { rootfsAssembleOptions, assembleRootfs } from '@basewright/rootfs-assemble';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:rootfs-assemble`: the stage rootfs-assemble of an image.json. */
export default fromImage('rootfs-assemble', rootfsAssembleOptions, assembleRootfs);
