import { windowsNaming } from '../../domain/index.js';

/** A key that is equal for host paths that differ only in the case of names. Separators are `/`, and a trailing one or `/.` is dropped. */
export function keyOf(path: string): string {
  const plain = path
    .replaceAll('\\', '/')
    .replace(/(?!^)\/+/g, '/')
    .replace(/\/\.?$/, '');
  return windowsNaming.key(plain);
}
