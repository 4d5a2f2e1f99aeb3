import { compareTraces, parseStrace, TraceIndexer, type TraceItem } from '../../../application/comparison/index.js';
import type { CallList } from '../../../application/inspection/index.js';
import { type RecordedCall, stepsOfRecording } from '../../../application/recording/index.js';

/** What stands beside what: `Pairs.kinds` has an index of these. */
export const pairKinds = ['same', 'result', 'arguments', 'onlyA', 'onlyB'] as const;

/** Two runs side by side, in order, as columns of numbers. */
export interface Pairs {
  readonly length: number;
  /** Of each pair, the index of its kind in `pairKinds`. */
  readonly kinds: Uint8Array;
  /** The call of the first run; -1 where only the second has one. */
  readonly a: Int32Array;
  /** The call of the second run; -1 where only the first has one. */
  readonly b: Int32Array;
  /** Both say how the program ended, and not the same. */
  readonly endDiffers: boolean;
}

/** Compares two runs that have been read. It takes about as long as to read them. */
export function compareLists(a: CallList, b: CallList): Pairs {
  const whole = a.kind === 'recording' && b.kind === 'recording';
  const indexer = new TraceIndexer(false, whole);
  const comparison = compareTraces(indexer.index(itemsOf(a)), indexer.index(itemsOf(b)), indexer);
  const most = a.length + b.length;
  const pairs = { kinds: new Uint8Array(most), a: new Int32Array(most), b: new Int32Array(most) };
  let length = 0;
  for (const entry of comparison.entries()) {
    pairs.kinds[length] = pairKinds.indexOf(entry.kind);
    pairs.a[length] = 'a' in entry ? entry.a : -1;
    pairs.b[length] = 'b' in entry ? entry.b : -1;
    length++;
  }
  return {
    length,
    kinds: pairs.kinds.slice(0, length),
    a: pairs.a.slice(0, length),
    b: pairs.b.slice(0, length),
    endDiffers: comparison.endDiffers,
  };
}

function* itemsOf(list: CallList): Generator<TraceItem> {
  if (list.kind === 'recording' && list.end !== undefined) {
    yield* stepsOfRecording({ calls: () => events(list), end: list.end });
    return;
  }
  for (let call = 0; call < list.length; call++) {
    const item = parseStrace(list.line(call), call);
    if (typeof item === 'object' && 'args' in item) yield item;
  }
  if (list.ending !== undefined) yield { ending: list.ending };
}

function* events(list: CallList): Generator<RecordedCall> {
  for (let call = 0; call < list.length; call++) yield list.event(call) as RecordedCall;
}
