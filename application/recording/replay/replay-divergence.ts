import type { CallRecord } from '../../tracing/index.js';
import { type CallCoding, callCoding } from '../format/part-codings.js';
import type { StoredCall } from '../recorded-call.js';

/** A replayed program did something other than what its recording says. */
export class ReplayDivergence extends Error {
  override readonly name = 'ReplayDivergence';
  /** The number of the first call that differs, from 0. */
  readonly call: number;
  /** The recorded call, as a line of a trace. */
  readonly recorded: string;
  /** The call of the program, as a line of a trace. */
  readonly actual: string;

  /** @param problem the difference, as a clause */
  constructor(problem: string, call: number, recorded: string, actual: string) {
    super(`the replay diverges from the recording at call ${call}: ${problem}`);
    this.call = call;
    this.recorded = recorded;
    this.actual = actual;
  }
}

/** The differences found by comparing parts, by their kind. */
const differences: Partial<Record<CallCoding['entry'][number]['coding'], string>> = {
  name: 'it names another file',
  struct: 'what its arguments point to is not the same',
  checksum: 'what it writes is not the same',
};

/**
 * Compares what a program asks for with what it asked for.
 * @param call the call that the program makes, captured on entry
 * @returns what differs, as a clause; undefined if nothing does
 */
export function differenceBetween(recorded: StoredCall, call: CallRecord): string | undefined {
  if (recorded.call !== call.call || recorded.abi !== call.abi) return 'it is another call';
  const { shape } = recorded;
  for (let i = 0; i < shape.arity; i++) {
    if (recorded.argument(i) !== call.argument(i)) return 'its arguments are not the same';
  }
  const { entry } = callCoding(shape);
  for (const [index, { coding }] of entry.entries()) {
    const difference = differences[coding];
    if (difference !== undefined && !same(recorded.entryBytes(index), call.entryBytes(index))) return difference;
  }
  return undefined;
}

function same(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
