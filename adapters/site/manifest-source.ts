import type { Manifest } from './manifest.js';

let loading: Promise<Manifest> | undefined;

/**
 * What the build tells the page.
 * @throws Error with a message for people, where it cannot be fetched
 */
export function loadManifest(): Promise<Manifest> {
  loading ??= fetched().catch(error => {
    // The next call tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function fetched(): Promise<Manifest> {
  const response = await fetch(new URL('manifest.json', document.baseURI)).catch(() => undefined);
  if (response?.ok !== true)
    throw new Error('manifest.json is missing beside the page: copy the whole folder that `npm run site` has made.');
  return (await response.json()) as Manifest;
}

/** The address of a file of the site. @param path below the page */
export function siteFile(path: string): string {
  return new URL(path, document.baseURI).href;
}
