import { type Abi, Eventtype, type Field, type LayoutName, layoutOf, scalarSizes } from '../../../domain/index.js';
import { structTexts } from '../../../domain/texts/index.js';
import type { ArgumentNode, MemoryArea } from './memory-area.js';
import { type ValueText, valueText } from './value-texts.js';

/** A part of a call, as a node and as an area. */
export interface Placed {
  readonly node: ArgumentNode;
  readonly area: MemoryArea;
}

/** Where something lies, and what is known of it. */
export type Place = Pick<MemoryArea, 'address' | 'use' | 'bytes' | 'item' | 'path'>;

/** Nodes of flags and rights: they have no place of their own. */
export function partNodes(path: string, { parts }: ValueText): ArgumentNode[] {
  return parts.map(({ name, doc }) => ({
    path: `${path}.${name}`,
    name,
    value: 'set',
    doc,
    area: undefined,
    children: [],
  }));
}

/** The bytes of a part; undefined if none of them are known. */
export function bytesWithin(bytes: Uint8Array | undefined, offset: number, length: number): Uint8Array | undefined {
  return bytes === undefined || bytes.length <= offset ? undefined : bytes.subarray(offset, offset + length);
}

/** A number in memory, little-endian; undefined if not all of it is known. */
export function scalarIn(bytes: Uint8Array | undefined, length: number): number | bigint | undefined {
  if (bytes === undefined || bytes.length < length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (length === 8) return view.getBigUint64(0, true);
  return length === 1 ? view.getUint8(0) : length === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
}

/** A struct with its fields. @param name of the node */
export function structAt(struct: LayoutName, abi: Abi, place: Place, name: string, value?: string): Placed {
  const { size, fields } = layoutOf(struct, abi);
  const { address, use, bytes, item, path } = place;
  const texts: Readonly<Record<string, string>> = structTexts[struct].fields;
  const placed = fields
    .filter(field => isThere(struct, field, bytes, fields))
    .map(field => fieldAt(field, place, texts));
  const area: MemoryArea = {
    ...{ path, role: 'struct', address, length: size, use, item },
    bytes: bytesWithin(bytes, 0, size),
    children: placed.map(each => each.area),
  };
  const known = bytes !== undefined && bytes.length >= size;
  return {
    area,
    node: {
      ...{ path, name, area },
      value:
        value ?? (known ? `{${placed.map(each => `${each.node.name}=${each.node.value}`).join(', ')}}` : 'unknown'),
      doc: structTexts[struct].text,
      children: placed.map(each => each.node),
    },
  };
}

function fieldAt(
  field: Field,
  { address, use, bytes, item, path: within }: Place,
  texts: Readonly<Record<string, string>>,
): Placed {
  const { name, offset, type, as } = field;
  const length = scalarSizes[type];
  const path = `${within}.${name}`;
  const own = bytesWithin(bytes, offset, length);
  const area: MemoryArea = {
    ...{ path, role: 'field', address: address + offset, length, use, bytes: own, item },
    children: [],
  };
  const value = scalarIn(own, length);
  const text = value === undefined ? { text: 'unknown', doc: '', parts: [] } : valueText(value, as);
  const doc = [texts[name] ?? '', text.doc].filter(each => each !== '').join(' ');
  return { area, node: { path, name, value: text.text, doc, area, children: partNodes(path, text) } };
}

/** Whether a field is one of the variant that the struct has: a subscription is of a clock or of a descriptor, and an event of a clock has no bytes. */
function isThere(
  struct: LayoutName,
  { name }: Field,
  bytes: Uint8Array | undefined,
  fields: readonly Field[],
): boolean {
  if (!name.includes('.')) return true;
  const tag = fields.find(({ as }) => as === 'eventtype');
  const type = tag === undefined ? undefined : scalarIn(bytesWithin(bytes, tag.offset, 1), 1);
  if (type === undefined) return true;
  const isClock = type === Eventtype.CLOCK;
  return struct === 'event' ? !isClock : name.startsWith('clock.') === isClock;
}
