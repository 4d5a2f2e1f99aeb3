import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { withoutDetours } from './direct-imports.js';
import { callForBuiltins } from './node-builtins.js';
import { tablesAsJson } from './tables-as-json.js';

/**
 * Our own files as bundles of `hostcall/wasi` have them: what traces need is loaded when calls are first asked for, from the file that `TRACING_FILE` is defined
 * as. They do nothing when they are only loaded, so a bundle can leave out what it does not use.
 */
export const watchedLater: Plugin = {
  name: 'watched later',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\/load-tracing\.js$/, '/load-tracing-later.js')),
      sideEffects: false,
    }));
    onLoad({ filter: /\.js$/ }, async ({ path }) => ({
      contents: callForBuiltins(withoutDetours(path, await tablesAsJson(path, readFileSync(path, 'utf8')))),
    }));
  },
};
