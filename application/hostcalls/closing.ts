import type { DescriptorTable, Resource } from '../../domain/index.js';

/**
 * Gives back what a descriptor stood for.
 * @returns 0, or a negative errno the host reported; the descriptor is gone either way
 */
export function closeResource(resource: Resource): number {
  if (resource.kind === 'file') return resource.close();
  resource.close();
  return 0;
}

/** Closes the resources that have no descriptor, because the guest's stack ended while they were opened or closed. */
export function closeUnnumbered(descriptors: DescriptorTable): void {
  for (let { unnumbered } = descriptors; unnumbered !== undefined; unnumbered = unnumbered.next) {
    descriptors.unnumbered = unnumbered.next;
    closeResource(unnumbered.resource);
  }
}
