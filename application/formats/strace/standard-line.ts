import type { CallRecord } from '../../tracing/index.js';
import { stackOf } from '../../tracing/index.js';
import { callerPrefix } from './caller-prefix.js';
import { type LinePieces, LinePrinter } from './line-printer.js';
import { stackLines } from './stack-lines.js';
import { STRACE_DEFAULTS } from './strace-options.js';

const none: ReadonlySet<never> = new Set();
const standard = new LinePrinter({ ...STRACE_DEFAULTS, raw: none, verbose: none });

/** A captured call, as `formatStrace` prints it without options. */
export function standardLine(call: CallRecord): string {
  const line = standard.line(call, callerPrefix('', call.thread));
  const stack = call.state === 'entered' ? undefined : stackOf(call);
  return stack === undefined ? line : [line, ...stackLines(stack, undefined)].join('\n');
}

/** The same in pieces. */
export function standardPieces(call: CallRecord): LinePieces {
  return standard.pieces(call);
}
