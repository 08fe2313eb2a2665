const { resolve } = require('node:path');

const { paths } = require('./tsconfig.base.json').compilerOptions;

const ESM = [
  ...['@sec-ant/readable-stream', '@sindresorhus/merge-streams', 'execa', 'figures', 'get-stream', 'human-signals'],
  ...['is-plain-obj', 'is-stream', 'is-unicode-supported', 'npm-run-path', 'parse-ms', 'path-key', 'pretty-ms'],
  ...['signal-exit', 'strip-final-newline', 'unbash', 'unicorn-magic', 'yoctocolors'],
];

/**
 * Sources run as they are; `*.test.ts` beside the code is fast, `test/*.test.ts` runs real tools, `e2e/` runs nx;
 * what takes minutes of compiling is in `matrix/` below those, for `npm run matrix`.
 */
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off' },
  transform: { '^.+\\.[cm]?[tj]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // execa and what it needs is ESM only, and unicorn-magic below it exports only an "import" condition.
  transformIgnorePatterns: [`/node_modules/(?!(.*/node_modules/)?(${ESM.join('|')})/)`],
  moduleNameMapper: {
    '^unicorn-magic$': resolve(__dirname, 'node_modules/unicorn-magic/node.js'),
    ...Object.fromEntries(Object.entries(paths).map(([name, [file]]) => [`^${name}$`, resolve(__dirname, file)])),
  },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/tmp/', '/\\.nx/'],
};

module.exports = {
  testSequencer: '<rootDir>/tools/longest-first.cjs',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{packages,tools}/**/src/**/*.test.ts', '<rootDir>/tools/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/tools/busy-machine.cjs'],
    },
    {
      ...base,
      displayName: 'tools',
      testMatch: ['<rootDir>/packages/{nx,lib/*,stages/*}/test/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/tools/long-tests.cjs'],
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/*.test.ts'],
      globalSetup: '<rootDir>/tools/build-packages.cjs',
      setupFilesAfterEnv: ['<rootDir>/tools/long-tests.cjs'],
    },
    {
      ...base,
      displayName: 'matrix',
      testMatch: ['<rootDir>/{packages/lib/*/test,packages/stages/*/test,e2e}/matrix/*.test.ts'],
      globalSetup: '<rootDir>/tools/build-packages.cjs',
      setupFilesAfterEnv: ['<rootDir>/tools/long-tests.cjs'],
    },
  ],
};
