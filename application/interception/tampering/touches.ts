import { type DescriptorTable, isGuestPathBelow, type Subscriptions } from '../../../domain/index.js';
import { guestPath } from '../guest-path.js';
import type { InterceptedShape } from '../intercepted-shape.js';

/**
 * Whether a call touches one of some guest paths, or what is below it, by name or through a descriptor. Links are not followed.
 * @param args the call's, by name
 * @param paths from `comparablePaths`
 */
export function touches(
  { params }: InterceptedShape,
  args: Readonly<Record<string, unknown>>,
  descriptors: DescriptorTable,
  paths: readonly string[],
): boolean {
  const isWanted = (path: string | undefined) =>
    path !== undefined && paths.some(above => isGuestPathBelow(path, above));
  let base: number | undefined;
  for (const { name, kind } of params) {
    const value = args[name];
    if (kind === 'fd') {
      base = value as number;
      if (isWanted(guestPath(descriptors, base))) return true;
    } else if (kind === 'path') {
      // The target of a symbolic link comes before any descriptor: it is text, and touches no path.
      if (base !== undefined && isWanted(guestPath(descriptors, base, value as string))) return true;
    } else if (kind === 'subscriptions') {
      const { count, items } = value as Subscriptions;
      // Clock subscriptions have no descriptor.
      if (items.slice(0, count).some(({ type, fd }) => type !== 0 && isWanted(guestPath(descriptors, fd)))) return true;
    }
  }
  return false;
}
