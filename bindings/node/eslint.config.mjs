// The rules for all JavaScript of the repository, for which `make check` runs ESLint from its root.

import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/.next/', 'bindings/node/types/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-implicit-coercion': 'error',
      'no-throw-literal': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      strict: ['error', 'global'],
    },
  },
  { files: ['bindings/wasm/**'], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['**/*.mjs', 'bindings/node/examples/next/**'], languageOptions: { sourceType: 'module' } },
];
