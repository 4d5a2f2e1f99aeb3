import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { repository } from '../guests/build-cache.js';

/** The input of the bundle. */
export type Source = { readonly file: string } | { readonly code: string };

/**
 * Bundles code for browsers, as an application that uses the package would be.
 * @param source a file below the repository's root, or the code itself
 */
export async function bundleForBrowser(
  source: Source,
  { minify = false }: { readonly minify?: boolean } = {},
): Promise<string> {
  const root = fileURLToPath(repository);
  const { outputFiles } = await build({
    absWorkingDir: root,
    ...('file' in source
      ? { entryPoints: [source.file] }
      : { stdin: { contents: source.code, resolveDir: root, loader: 'js' } }),
    bundle: true,
    minify,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
