import { comparable } from '../../../application/comparison/comparable.js';
import { parseStrace as parse } from '../../../application/comparison/parse-strace.js';
import type { TraceStep } from '../../../application/comparison/trace-step.js';

export { comparable };

/** A line that must be a call. */
export function parseStrace(line: string): TraceStep {
  const item = parse(line, 1);
  if (typeof item === 'string' || !('args' in item)) throw new Error(`no call: ${line}`);
  return item;
}
