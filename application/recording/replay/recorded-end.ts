import { STACK_EXHAUSTED } from '../../../domain/index.js';
import { formatOutcome } from '../../formats/index.js';
import { printable } from '../../text/index.js';
import type { RecordedEnd } from '../recording-header.js';

/** The line of a trace that tells how a program ended. */
export function endingLine(end: RecordedEnd): string {
  return 'error' in end ? `+++ the host failed: ${printable(end.error)} +++` : (formatOutcome(end) as string);
}

/**
 * Whether a program ended because it used up the stack. Where that is, is not the program's doing: neither the last calls nor their number need be
 * the same again.
 */
export function isExhausted(end: RecordedEnd): boolean {
  return 'trap' in end && end.trap === STACK_EXHAUSTED;
}
