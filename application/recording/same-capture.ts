import { type CallRecord, type CallShape, type Chunk, TIMES_SIZE } from '../tracing/index.js';
import { type CallCoding, callCoding } from './format/part-codings.js';

/** A part that is not there has no bytes behind its length. */
const NOT_CAPTURED = 0xffffffff;

const codings = new Map<CallShape, CallCoding>();

function codingOf(shape: CallShape): CallCoding {
  let coding = codings.get(shape);
  if (coding === undefined) {
    coding = callCoding(shape);
    codings.set(shape, coding);
  }
  return coding;
}

/** Whether two runs of so many parts have the same bytes. */
function sameParts(count: number, a: Chunk, atA: number, b: Chunk, atB: number): boolean {
  let size = 0;
  for (let part = 0; part < count; part++) {
    const length = a.view.getUint32(atA + size, true);
    if (length !== b.view.getUint32(atB + size, true)) return false;
    const end = size + 4 + (length === NOT_CAPTURED ? 0 : length);
    for (let i = size + 4; i < end; i++) if (a.u8[atA + i] !== b.u8[atB + i]) return false;
    // Padded to a multiple of 4.
    size += 4 + (length === NOT_CAPTURED ? 0 : length + (-length & 3));
  }
  return true;
}

/**
 * Whether the same was captured of two calls that were captured whole: whatever is made of them but for times is the same. Which of the program's threads
 * made them, and what was injected, does not count.
 */
export function sameCapture(a: CallRecord, b: CallRecord): boolean {
  if (a.shape !== b.shape || a.instance !== b.instance || a.errno !== b.errno || a.state !== b.state) return false;
  if (a.value !== b.value || a.label !== b.label || a.secondLabel !== b.secondLabel) return false;
  for (let i = 0; i < a.shape.arity; i++) if (a.argument(i) !== b.argument(i)) return false;
  const [labelsA, labelsB] = [a.subscriptionLabels ?? [], b.subscriptionLabels ?? []];
  if (labelsA.length !== labelsB.length || labelsA.some((label, i) => label !== labelsB[i])) return false;
  const { entry, exit } = codingOf(a.shape);
  if (!sameParts(entry.length, a.entryChunk, a.entryAt + TIMES_SIZE, b.entryChunk, b.entryAt + TIMES_SIZE))
    return false;
  if (a.exitChunk === undefined || b.exitChunk === undefined) return a.exitChunk === b.exitChunk;
  return sameParts(exit.length, a.exitChunk, a.exitAt, b.exitChunk, b.exitAt);
}
