import type { StackFrame } from '../../domain/index.js';
import { escapedText } from '../text/index.js';

/**
 * How a traced program ended: by itself; by a trap (the engine's text for it), with the functions of the guest that were being called, where the trace
 * has stacks; by a signal to the process that ran it (its name, such as `SIGINT`); or because something else went wrong.
 */
export type TraceOutcome =
  | { readonly exitCode: number }
  | { readonly trap: string; readonly stack?: readonly StackFrame[] }
  | { readonly signal: string }
  | { readonly error: string };

/**
 * How a program ended, in the words of a trace's last line.
 * @returns such as `exited with 3`, `trapped: unreachable`, `killed by SIGINT`
 */
export function outcomeText(outcome: TraceOutcome): string {
  if ('exitCode' in outcome) return `exited with ${outcome.exitCode}`;
  if ('trap' in outcome) return `trapped: ${outcome.trap}`;
  return 'signal' in outcome ? `killed by ${outcome.signal}` : `failed: ${outcome.error}`;
}

/**
 * The line of a trace that says how the program ended, as strace prints it: `+++ exited with 3 +++`.
 * @returns undefined for an error, which its reporter describes
 */
export function formatOutcome(outcome: TraceOutcome): string | undefined {
  return 'error' in outcome ? undefined : `+++ ${escapedText(outcomeText(outcome))} +++`;
}
