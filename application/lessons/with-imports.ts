/** What `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')` name. */
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(hostcall(?:\/[a-z0-9-]+)?)\2/g;

/**
 * A module's text with the entry points of hostcall at their addresses: a module that is loaded from a `data:` or `blob:` address finds no packages.
 * @param address of an entry point, such as `hostcall/memory`; undefined for one that there is not
 */
export function withImports(source: string, address: (entryPoint: string) => string | undefined): string {
  return source.replace(SPECIFIER, (whole, before: string, quote: string, name: string) => {
    const found = address(name);
    return found === undefined ? whole : `${before}${quote}${found}${quote}`;
  });
}
