import { guestPathBelow } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { decodeParam } from '../events/decode.js';

/**
 * The guest paths a call touches: those of its descriptors, those it names, and that of what it opened. Links are not followed: it is what
 * the guest asked for.
 * @returns as `guestPathBelow` gives them; the standard streams as `stdin`, `stdout` and `stderr`
 */
export function touchedPaths(call: CallRecord): string[] {
  const found: string[] = [];
  let base: string | undefined;
  for (const param of call.shape.params) {
    const { kind, descriptorIndex } = param;
    if (kind === 'fd') {
      base = descriptorIndex === 0 ? call.label : call.secondLabel;
      if (base !== undefined) found.push(guestPathBelow(base, ''));
    } else if (kind === 'path') {
      const path = decodeParam(call, param) as string | undefined;
      // The target of a symbolic link stands before any descriptor: it is text, and touches nothing.
      if (path !== undefined && base !== undefined) found.push(guestPathBelow(base, path));
    }
  }
  for (const label of call.subscriptionLabels ?? []) if (label !== undefined) found.push(guestPathBelow(label, ''));
  return found;
}

/** Guest paths as they are compared: as `touchedPaths` gives them, however they were written. */
export function wantedPaths(paths: Iterable<string>): string[] {
  return [...paths].map(path => guestPathBelow(path, ''));
}

const streams: readonly string[] = ['stdin', 'stdout', 'stderr'];

/** Whether a guest path is another one, or below it. @param above from `wantedPaths` */
export function isBelow(path: string, above: string): boolean {
  if (above === '.') return !path.startsWith('/') && !streams.includes(path);
  if (!path.startsWith(above)) return false;
  return path.length === above.length || above === '/' || path[above.length] === '/';
}
