import { STACK_EXHAUSTED } from '../../../domain/index.js';
import type { RecordedEnd } from '../recording-header.js';

/**
 * Whether a program ended because it used up the stack. Where that is, is not the program's doing: neither the last calls nor their number need be
 * the same again.
 */
export function isExhausted(end: RecordedEnd): boolean {
  return 'trap' in end && end.trap === STACK_EXHAUSTED;
}
