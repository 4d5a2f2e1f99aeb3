import { ALONE, align } from './align.js';
import type { NumberedCalls } from './call-numbers.js';
import type { TraceIndex, TraceIndexer } from './trace-index.js';

/** What stands beside what, by the calls' places in each trace, from 0. */
export type Entry =
  | { readonly kind: 'same'; readonly a: number; readonly b: number }
  /** A call that only one of them has. */
  | { readonly kind: 'onlyA'; readonly a: number }
  | { readonly kind: 'onlyB'; readonly b: number }
  /** The same call with another result, or a call of the same name, descriptors and paths with other arguments. */
  | { readonly kind: 'result' | 'arguments'; readonly a: number; readonly b: number };

/** A place at which two traces differ. */
export type Difference = Exclude<Entry, { kind: 'same' }>;

export type DifferenceKind = Difference['kind'];

/** Two traces side by side. */
export interface TraceComparison {
  readonly a: TraceIndex;
  readonly b: TraceIndex;
  /** For each call of A, the place in B of the call it stands beside; −1 if it stands alone. Grows from call to call. */
  readonly partners: Int32Array;
  /** Both say how the program ended, and they differ. */
  readonly endDiffers: boolean;
  /**
   * What stands beside what, in order; calls that only A has before those that only B has.
   * @param from a call of A before which every call stands beside its equal
   */
  entries(from?: number): Generator<Entry>;
}

/**
 * Compares two traces: first by calls with equal arguments; then, in between, by calls of the same name, descriptors and paths.
 * @param indexer that has numbered both
 * @returns the same, with A and B exchanged, if they are exchanged
 */
export function compareTraces(a: TraceIndex, b: TraceIndex, indexer: TraceIndexer): TraceComparison {
  return compareNumbered(a, b, indexer);
}

/** The same, of calls that something else has numbered. */
export function compareNumbered(a: TraceIndex, b: TraceIndex, indexer: NumberedCalls): TraceComparison {
  const partners = swaps(a, b, indexer) ? inverted(aligned(b, a, indexer), a.length) : aligned(a, b, indexer);
  return {
    a,
    b,
    partners,
    endDiffers: a.ending !== undefined && b.ending !== undefined && a.ending !== b.ending,
    entries: (from = 0) => entries(a, b, indexer, partners, from),
  };
}

/** Whether to take B first. Of alignments that are equally good the first is taken: so which is first may not depend on who asks. */
function swaps(a: TraceIndex, b: TraceIndex, indexer: NumberedCalls): boolean {
  if (a.length !== b.length) return a.length > b.length;
  const at = a.calls.findIndex((call, index) => call !== b.calls[index]);
  return at >= 0 && indexer.compare(a.calls[at] as number, b.calls[at] as number) > 0;
}

function inverted(partners: Int32Array, length: number): Int32Array {
  const result = new Int32Array(length).fill(ALONE);
  partners.forEach((partner, index) => {
    if (partner !== ALONE) result[partner] = index;
  });
  return result;
}

function aligned(a: TraceIndex, b: TraceIndex, indexer: NumberedCalls): Int32Array {
  const partners = align(a.calls, b.calls);
  const subjects = (calls: Uint32Array) => calls.map(call => indexer.subjects[call] as number);
  let start = 0;
  let startB = 0;
  for (let i = 0; i <= a.length; i++) {
    const partner = i < a.length ? (partners[i] as number) : b.length;
    if (partner === ALONE) continue;
    if (i > start && partner > startB) {
      const within = align(subjects(a.calls.subarray(start, i)), subjects(b.calls.subarray(startB, partner)));
      for (let k = 0; k < within.length; k++)
        if (within[k] !== ALONE) partners[start + k] = startB + (within[k] as number);
    }
    start = i + 1;
    startB = partner + 1;
  }
  return partners;
}

/**
 * What is to be said of two calls that stand beside each other, by their numbers and those of their outcomes.
 * @param indexer that has numbered them
 */
export function pairKind(
  callA: number,
  outcomeA: number,
  callB: number,
  outcomeB: number,
  { passed }: NumberedCalls,
): 'same' | 'result' | 'arguments' {
  if (outcomeA === outcomeB) return callA === callB ? 'same' : 'arguments';
  // A failed call does not show the sizes of its buffers: its arguments are not different for that.
  return passed[callA] === passed[callB] ? 'result' : 'arguments';
}

function* entries(
  a: TraceIndex,
  b: TraceIndex,
  indexer: NumberedCalls,
  partners: Int32Array,
  from: number,
): Generator<Entry> {
  const kindOf = (i: number, j: number) =>
    pairKind(a.calls[i] as number, a.outcomes[i] as number, b.calls[j] as number, b.outcomes[j] as number, indexer);
  let alone = from;
  let next = from;
  for (let i = from; i <= a.length; i++) {
    const partner = i < a.length ? (partners[i] as number) : b.length;
    if (partner === ALONE) continue;
    for (; alone < i; alone++) yield { kind: 'onlyA', a: alone };
    for (; next < partner; next++) yield { kind: 'onlyB', b: next };
    alone = i + 1;
    next = partner + 1;
    if (i === a.length) return;
    yield { kind: kindOf(i, partner), a: i, b: partner };
  }
}
