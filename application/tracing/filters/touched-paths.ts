import { guestPathBelow } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { decodeParam } from '../events/decode.js';

/**
 * The guest paths a call touches: those of its descriptors, those it names, and that of what it opened. Links are not followed: it is the path that
 * the guest passed.
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
