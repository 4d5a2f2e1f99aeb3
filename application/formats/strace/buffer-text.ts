import { layouts } from '../../../domain/index.js';
import { type CallRecord, NO_CHUNK, outOfBounds, type ParamShape } from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';
import { markedPointer } from './printer.js';
import { enumeration, list, outOfBoundsPointer } from './value-text.js';

const IOVEC = layouts.iovec.size;

/**
 * Prints buffers, each with the first of what was read or written: `[{buf="hi", buf_len=2}], 1`. Where nothing was read, only a pointer. It reads the
 * capture itself: these are the calls that programs make most.
 */
export function formatIovecs(call: CallRecord, param: ParamShape, style: LineStyle): string {
  const { at, entryPart, exitPart } = param;
  const count = call.u32(at + 1);
  const writes = exitPart < 0;
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

const DIRENT = layouts.dirent.size;
const [NEXT, INO, NAMLEN, TYPE] = layouts.dirent.fields;

/** All entries by their fields. The last may be cut off, in its name or before. */
function listed(data: Uint8Array, moved: number, style: LineStyle): string {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const texts: string[] = [];
  let at = 0;
  while (at + DIRENT <= data.length) {
    const length = view.getUint32(at + NAMLEN.offset, true);
    const from = at + DIRENT;
    const there = Math.min(length, data.length - from);
    const fields = [
      `d_next=${view.getBigUint64(at + NEXT.offset, true)}`,
      `d_ino=${view.getBigUint64(at + INO.offset, true)}`,
      `d_namlen=${length}`,
      `d_type=${enumeration('filetype', view.getUint8(at + TYPE.offset), style)}`,
      `d_name=${style.string(data, from, there, length, there)}`,
    ];
    texts.push(`{${fields.join(', ')}}`);
    at = from + length;
  }
  return list(texts, at < moved);
}

/** Prints what fd_readdir has put into its buffer: how many complete entries, or with `verbose` all of them. */
export function formatEntries(call: CallRecord, param: ParamShape, data: Uint8Array, style: LineStyle): string {
  const { at, exitPart } = param;
  if (style.options.verbose) return listed(data, Math.min(call.value, call.u32(at + 1)), style);
  const countAt = call.exitPart(exitPart + 1);
  const count = countAt < 0 ? 0 : (call.exitChunk?.view.getUint32(countAt, true) ?? 0);
  return `${markedPointer(call, at, call.u32(at + 1))} /* ${count} entries */`;
}
