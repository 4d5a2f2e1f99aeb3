import { layouts, takesBytes } from '../../../domain/index.js';
import { counted, quote } from '../../text/index.js';
import type { CallRecord, ParamShape } from '../../tracing/index.js';
import { areaOf, bytesText, type Described, nodeOf, pointerText, SHOWN, writtenBy } from './described.js';
import type { MemoryArea } from './memory-area.js';
import { bytesWithin, type Placed, scalarIn, structAt } from './struct-areas.js';

const IOVEC = layouts.iovec.size;
const DIRENT = layouts.dirent.size;

/** A table of buffers, and the buffers. */
export function describeBuffers(call: CallRecord, param: ParamShape, doc: string): Described {
  const { name, at, kind, entryPart, exitPart } = param;
  const taken = takesBytes(kind);
  const address = call.u32(at);
  const count = call.u32(at + 1);
  const table = call.entryBytes(entryPart);
  const data = taken ? call.entryBytes(entryPart + 1) : call.succeeded ? call.exitBytes(exitPart) : undefined;
  const use = taken ? 'read' : writtenBy(call);
  const items: Placed[] = [];
  const buffers: MemoryArea[] = [];
  let from = 0;
  let left = call.succeeded ? call.value : 0;
  let total = 0;
  for (let i = 0; table !== undefined && (i + 1) * IOVEC <= table.length; i++) {
    const bytes = table.subarray(i * IOVEC, (i + 1) * IOVEC);
    const pointer = scalarIn(bytes, 4) as number;
    const length = scalarIn(bytes.subarray(4), 4) as number;
    const path = `${name}[${i}]`;
    const moved = taken ? length : Math.min(length, left);
    const held = data === undefined ? undefined : data.subarray(from, from + moved);
    const own = held === undefined || (held.length === 0 && moved > 0) ? undefined : held;
    const buffer = areaOf(`*${path}.buf`, 'bytes', pointer, length, use, own, [], i);
    buffers.push(buffer);
    const entry = structAt(
      'iovec',
      call.abi,
      { address: address + i * IOVEC, use: 'read', bytes, item: i, path },
      `[${i}]`,
    );
    const shown = use === 'unwritten' ? 'nothing' : bytesText(own, moved);
    const content = nodeOf(buffer.path, '*buf', shown, contentDoc(taken, moved, length), buffer);
    items.push({
      area: entry.area,
      node: {
        ...entry.node,
        value: `${counted(length, 'byte')}, ${shown}`,
        children: [...entry.node.children, content],
      },
    });
    from += held?.length ?? 0;
    left -= Math.min(length, left);
    total += length;
  }
  const area = areaOf(
    name,
    'table',
    address,
    count * IOVEC,
    'read',
    table,
    items.map(each => each.area),
  );
  const value =
    table === undefined
      ? `${pointerText(address)}, out of bounds`
      : `${counted(count, 'buffer')}, ${counted(total, 'byte')}`;
  return {
    node: nodeOf(
      name,
      name,
      value,
      doc,
      area,
      items.map(each => each.node),
    ),
    areas: [area, ...buffers],
  };
}

function contentDoc(taken: boolean, moved: number, length: number): string {
  if (taken) return 'What the program has put into the buffer.';
  return moved === length
    ? 'What the call has put into the buffer.'
    : `What the call has put into the buffer: ${moved} of ${length} bytes.`;
}

/** A buffer that a call fills. */
export function describeSpan(call: CallRecord, param: ParamShape, doc: string): Described {
  const { name, at, exitPart, content } = param;
  const address = call.u32(at);
  const length = call.u32(at + 1);
  const bytes = call.succeeded ? call.exitBytes(exitPart) : undefined;
  const moved = Math.min(call.succeeded ? call.value : 0, length);
  const entries = content === 'entries' && bytes !== undefined ? describeEntries(call, name, address, bytes) : [];
  const area = areaOf(
    name,
    'bytes',
    address,
    length,
    writtenBy(call),
    bytes,
    entries.flatMap(({ areas }) => areas),
  );
  const value = !call.succeeded
    ? `${counted(length, 'byte')} of room`
    : content === 'entries'
      ? `${counted(entries.length, 'entry')}, ${moved} of ${counted(length, 'byte')}`
      : `${bytesText(bytes, moved)}, ${moved} of ${counted(length, 'byte')}`;
  return {
    node: nodeOf(
      name,
      name,
      value,
      doc,
      area,
      entries.map(({ node }) => node),
    ),
    areas: [area],
  };
}

/** Directory entries: each a struct, and its name behind it. The last may be cut off. */
function describeEntries(call: CallRecord, name: string, address: number, bytes: Uint8Array): Described[] {
  const found: Described[] = [];
  const lengthField = layouts.dirent.fields.find(({ name: field }) => field === 'd_namlen');
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const path = `${name}[${i}]`;
    const struct = structAt(
      'dirent',
      call.abi,
      { address: address + at, use: 'written', bytes: bytes.subarray(at, at + DIRENT), item: i, path },
      `[${i}]`,
    );
    const namlen = scalarIn(bytesWithin(bytes, at + (lengthField?.offset ?? 0), 4), 4) as number | undefined;
    const length = Math.min(namlen ?? 0, Math.max(0, bytes.length - at - DIRENT));
    const held = bytesWithin(bytes, at + DIRENT, length);
    const label = areaOf(`${path}.d_name`, 'text', address + at + DIRENT, length, 'written', held, [], i);
    const cut = namlen === undefined || length < namlen;
    const value =
      `${held === undefined ? '' : quote(held, namlen ?? 0, SHOWN)}${cut ? ' (cut off by the end of the buffer)' : ''}`.trim();
    found.push({
      node: {
        ...struct.node,
        value,
        children: [
          ...struct.node.children,
          nodeOf(label.path, 'd_name', value, 'The name, without a NUL byte.', label),
        ],
      },
      areas: [struct.area, ...(length > 0 ? [label] : [])],
    });
    at += DIRENT + (namlen ?? bytes.length);
  }
  return found;
}
