import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const NODE_PREFIX = [
  { regex: '^(fs|path|os|child_process|crypto|stream|zlib|util|events)(/|$)', message: 'write node:' },
];

const DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'export by name' };

/** As a path, '' is the current directory. */
const EMPTY_PATHS = [
  '[callee.name=/^(join|resolve|platformOf|readFile|writeFile)$/]',
  '[callee.object.name="posix"]',
].map((call) => ({
  selector: `CallExpression${call} > LogicalExpression[operator="??"][right.value=""]`,
  message: 'a path has no default: use invariant() of core, or say what is wrong',
}));

export default tseslint.config(
  { ignores: ['**/dist/**', 'tmp/**', '.nx/**', '**/*.cjs', '**/*.mjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-console': 'error',
      'no-restricted-imports': ['error', { patterns: NODE_PREFIX }],
    },
  },
  {
    // Programs are started in one place: with a plain environment, and errors that have a sentence.
    files: ['packages/**/src/**/*.ts'],
    ignores: ['packages/lib/core/src/start-program.ts', 'packages/testing/**', '**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'node:child_process', message: 'use exec, execStream or startProgram of core' }],
          patterns: NODE_PREFIX,
        },
      ],
    },
  },
  {
    // Nx calls an executor's and a generator's default export.
    files: ['**/*.ts'],
    ignores: ['**/executor.ts', '**/*-executor.ts', '**/generator.ts', '**/generators/**'],
    rules: { 'no-restricted-syntax': ['error', DEFAULT_EXPORT] },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/executor.ts', '**/generator.ts', '**/generators/**'],
    rules: { 'no-restricted-syntax': ['error', DEFAULT_EXPORT, ...EMPTY_PATHS] },
  },
);
