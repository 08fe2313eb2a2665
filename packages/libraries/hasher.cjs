const keyedEachTimeWhen = require('@basewright/core/hasher');

/** How Nx keys a library-resolve: one that only tells where a library is leaves nothing to keep. */
module.exports = keyedEachTimeWhen(({ find }) => find !== undefined);
