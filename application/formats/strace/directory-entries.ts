import { layouts } from '../../../domain/index.js';
import type { CallRecord, ParamShape } from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';
import { markedPointer } from './printer.js';
import { enumeration, list } from './strace-values.js';

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
