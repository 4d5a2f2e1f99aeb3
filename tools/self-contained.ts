/** How bundles are made that have all they need within them, packages too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { callForBuiltins } from './node-builtins.js';
import { tablesAsJson } from './tables-as-json.js';

/** Gives the bundles Node's own modules by a call. */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[/\\]dist[/\\]adapters[/\\].*\.js$/ }, ({ path }) => ({
      contents: callForBuiltins(readFileSync(path, 'utf8')),
    }));
    onLoad({ filter: /[/\\]dist[/\\]domain[/\\].*\.js$/ }, async ({ path }) => ({
      contents: await tablesAsJson(path, readFileSync(path, 'utf8')),
    }));
    // What is left are commander's, and the assembler's, which ask by `require`.
    onResolve({ filter: /^(?:node:.*|fs)$/ }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      namespace: 'builtin',
    }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      // commander would start programs with it, for commands that are files of their own. Ours are not.
      contents: path === 'node:child_process' ? '' : `module.exports = process.getBuiltinModule('${path}')`,
    }));
  },
};

/**
 * Lets the bundles leave out what they do not use of our own files, which do nothing when they are only loaded. Otherwise a program that imports an error's
 * class from `application/assembly/index.js` would get inversify with it.
 */
export const ownFiles: Plugin = {
  name: 'own files',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) =>
      kind === 'import-statement' && !resolveDir.includes('node_modules')
        ? { path: join(resolveDir, path), sideEffects: false }
        : undefined,
    );
  },
};

/** esbuild's options for such bundles. */
export const selfContained = {
  bundle: true,
  minify: true,
  metafile: true,
  target: 'node20.19',
  // Not `node`: with that condition rxjs offers only its CommonJS form, of which nothing can be left out.
  platform: 'neutral',
  conditions: ['es2015'],
  mainFields: ['module', 'main'],
  plugins: [builtins, ownFiles],
  logLevel: 'warning',
} satisfies BuildOptions;
