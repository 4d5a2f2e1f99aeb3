import { printable } from '../../text/index.js';
import type { RecordedEnd } from '../recording/recording-header.js';
import { formatExit, formatTrap } from '../strace/strace-line.js';

/** The line of a trace that tells how a program ended. */
export function endingLine(end: RecordedEnd): string {
  if ('exitCode' in end) return formatExit(end.exitCode);
  return 'trap' in end ? formatTrap(end.trap) : `+++ the host failed: ${printable(end.error)} +++`;
}
