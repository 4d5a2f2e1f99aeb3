import type { Descriptor } from '../../domain/index.js';

/**
 * Gives back what a descriptor stood for.
 * @returns 0, or a negative errno the host reported; the descriptor is gone either way
 */
export function closeResource({ resource }: Descriptor): number {
  if (resource.kind === 'file') return resource.close();
  resource.close();
  return 0;
}
