import { readFileSync } from 'node:fs';

const folder = process.env.MUTATED_FOLDER;
const pure = JSON.parse(readFileSync(new URL('pure.json', import.meta.url), 'utf8'));
const own = `tmp/mutate/${folder.replaceAll('/', '-')}`;

/** What Stryker does with the pure code of one folder: https://stryker-mutator.io/docs/stryker-js/configuration */
export default {
  mutate: [
    ...pure[folder].map((files) => `${folder}/${files}.ts`),
    `!${folder}/**/*.test.ts`,
    `!${folder}/**/*-in-tests.ts`,
  ],
  plugins: ['@stryker-mutator/jest-runner', new URL('defaults.mjs', import.meta.url).pathname],
  ignorers: ['defaults'],
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'tools/mutate/jest.config.cjs' },
  coverageAnalysis: 'perTest',
  // A change of a constant is noticed by all tests or by none, and takes all of them to see.
  ignoreStatic: true,
  ignorePatterns: ['dist', 'tmp', '.nx', 'docs', 'e2e'],
  incremental: true,
  incrementalFile: `${own}.json`,
  htmlReporter: { fileName: `${own}.html` },
  tempDirName: `${own}.sandbox`,
  reporters: ['clear-text', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
  thresholds: { high: 95, low: 85, break: 85 },
};
