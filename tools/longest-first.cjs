const Sequencer = require('@jest/test-sequencer').default;

/** Test files that take longest, longest first: begun last, each would run alone at the end. */
const LONG = ['e2e/images', 'e2e/registry', 'e2e/bad-input', 'e2e/libraries', 'e2e/distroless', 'e2e/coral'];

function rankOf({ path }) {
  const rank = LONG.findIndex((name) => path.includes(`/${name}.test.`));
  return rank === -1 ? LONG.length : rank;
}

/** Jest knows how long a file took only where it has run before, which is in no fresh clone. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
