import type { CallRecord, IovecValue } from '../../tracing/index.js';
import { type DumpedDescriptors, decodeParam, dumpedBy, isDumped } from '../../tracing/index.js';

const WIDTH = 16;
/** Two digits and a blank for each byte, and one blank more in the middle. */
const HEX_WIDTH = 3 * WIDTH;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const ASCII = Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));

/** Bytes as strace dumps them: lines of 16, each with its offset, in hexadecimal and in ASCII. */
export function hexDump(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    let hex = '';
    let ascii = '';
    for (let i = at; i < at + WIDTH && i < bytes.length; i++) {
      hex += `${i === at + WIDTH / 2 ? '  ' : i === at ? '' : ' '}${HEX[bytes[i] as number]}`;
      ascii += ASCII[bytes[i] as number];
    }
    lines.push(` | ${at.toString(16).padStart(5, '0')}  ${hex.padEnd(HEX_WIDTH)}  ${ascii.padEnd(WIDTH)} |`);
  }
  return lines;
}

/**
 * The lines below a call that show what it moved, a dump for each buffer: what was read, and what there was to write. Of a call that failed there is
 * nothing to show.
 */
export function dumpLines(call: CallRecord, dumps: DumpedDescriptors): string[] {
  const set = dumpedBy(call.shape, dumps);
  if (set === undefined || !call.succeeded || !isDumped(call.descriptor ?? 0, set)) return [];
  const buffers = call.shape.params.find(({ form }) => form === 'buffers');
  const iovecs = (buffers && (decodeParam(call, buffers) as readonly IovecValue[] | undefined)) ?? [];
  return iovecs.flatMap(({ moved, data }, index) =>
    moved === 0 ? [] : [` * ${moved} bytes in buffer ${index}`, ...hexDump(data)],
  );
}
