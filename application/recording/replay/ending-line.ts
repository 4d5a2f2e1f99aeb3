import { formatExit, formatTrap } from '../../formats/index.js';
import { printable } from '../../text/index.js';
import type { RecordedEnd } from '../recording-header.js';

/** The line of a trace that tells how a program ended. */
export function endingLine(end: RecordedEnd): string {
  if ('exitCode' in end) return formatExit(end.exitCode);
  return 'trap' in end ? formatTrap(end.trap) : `+++ the host failed: ${printable(end.error)} +++`;
}
