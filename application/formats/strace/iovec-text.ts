import { layouts } from '../../../domain/index.js';
import type { CallRecord, ParamShape } from '../../tracing/index.js';
import { NO_CHUNK, outOfBounds } from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';
import { markedPointer } from './printer.js';
import { outOfBoundsPointer } from './strace-values.js';

const IOVEC = layouts.iovec.size;

/**
 * Prints buffers, each with the first of what was read or written: `[{buf="hi", buf_len=2}], 1`. Where nothing was read, only a pointer. It reads the
 * capture itself: these are the calls that programs make most.
 */
export function formatIovecs(call: CallRecord, param: ParamShape, style: LineStyle): string {
  const { at, kind, entryPart, exitPart } = param;
  const count = call.u32(at + 1);
  const writes = kind === 'ciovecs';
  const table = writes || call.succeeded ? call.entryPart(entryPart) : -1;
  if (table < 0) return `${markedPointer(call, at, count * IOVEC)}, ${count}`;
  const { view } = call.entryChunk;
  const data = (writes ? call.entryChunk : call.exitChunk) ?? NO_CHUNK;
  let from = writes ? call.entryPart(entryPart + 1) : call.exitPart(exitPart);
  const end = from < 0 ? from : from + data.view.getUint32(from - 4, true);
  let left = call.value;
  let text = '';
  const tableEnd = table + view.getUint32(table - 4, true);
  for (let entry = table; entry < tableEnd; entry += IOVEC) {
    const pointer = view.getUint32(entry, true);
    const length = view.getUint32(entry + 4, true);
    const moved = writes || length < left ? length : left;
    const captured = Math.min(moved, end - from);
    const buf = outOfBounds(call, pointer, length)
      ? outOfBoundsPointer(pointer)
      : style.string(data.u8, from, captured, moved);
    text += `${text === '' ? '' : ', '}{buf=${buf}, buf_len=${length}}`;
    from += captured;
    left -= Math.min(length, left);
  }
  if (tableEnd - table < count * IOVEC) text += text === '' ? '...' : ', ...';
  return `[${text}], ${count}`;
}
