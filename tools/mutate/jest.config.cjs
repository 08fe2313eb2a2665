const { projects } = require('../../jest.config.cjs');

const [{ displayName, ...unit }] = projects;
if (displayName !== 'unit') throw new Error('the unit tests are to come first in jest.config.cjs');

/** The unit tests of one folder: each mutant loads what they import once more. */
module.exports = { ...unit, testMatch: [`<rootDir>/${process.env.MUTATED_FOLDER}/**/*.test.ts`] };
