import { layoutOf, layouts, paramKinds, structOf } from '../../../domain/index.js';
import { hostcallTexts } from '../../../domain/texts/index.js';
import { durationWords } from '../../sentences/index.js';
import { counted, descriptorText, quote } from '../../text/index.js';
import { type CallRecord, decodeParam, type HostcallEvent, type ParamShape, recordOf } from '../../tracing/index.js';
import { describeBuffers, describeSpan } from './buffer-areas.js';
import { areaOf, type Described, nodeOf, pointerText, text, writtenBy } from './described.js';
import type { CallMemory } from './memory-area.js';
import { describeResult } from './result-areas.js';
import { type Placed, partNodes, structAt } from './struct-areas.js';
import { type ValueText, valueText } from './value-texts.js';

const IOVEC = layouts.iovec.size;

/**
 * The arguments and results of a call, as a tree, and the areas of memory that it read and wrote. A recording has everything that a call wrote, and
 * the first 32 bytes of what it read from buffers.
 */
export function memoryOfCall(event: HostcallEvent): CallMemory {
  const call = recordOf(event);
  const { params, results } = call.shape;
  const texts: { params: Readonly<Record<string, string>>; results: Readonly<Record<string, string>> } =
    hostcallTexts[call.name];
  const described = params.map(param => describeParam(call, param, texts.params[param.name] ?? ''));
  const given = results.map(result => describeResult(call, result, texts.results[result.name] ?? ''));
  return {
    arguments: described.map(({ node }) => node),
    results: given.map(({ node }) => node),
    areas: [...described, ...given].flatMap(({ areas }) => areas),
    size: call.memorySize,
  };
}

function leaf(path: string, value: ValueText, doc: string): Described {
  const full = [doc, value.doc].filter(each => each !== '').join(' ');
  return {
    node: { path, name: path, value: value.text, doc: full, area: undefined, children: partNodes(path, value) },
    areas: [],
  };
}

function describeParam(call: CallRecord, param: ParamShape, doc: string): Described {
  const { name, kind, form, at, descriptorIndex } = param;
  switch (form) {
    case 'number': {
      if (descriptorIndex < 0) return leaf(name, text(String(call.u32(at))), doc);
      const label = descriptorIndex === 0 ? call.label : call.secondLabel;
      return leaf(name, text(descriptorText({ fd: call.u32(at), label })), doc);
    }
    case 'flags':
    case 'enumeration':
      return leaf(name, valueText(decodeParam(call, param) as number, kind as 'fdflags'), doc);
    case 'rights':
      return leaf(name, valueText(call.u64(at), 'rights'), doc);
    case 'integer':
    case 'count':
      return leaf(name, text(String(decodeParam(call, param))), doc);
    case 'time':
      return leaf(name, text(durationWords(call.u64(at))), doc);
    case 'text':
      return describeText(call, param, doc);
    case 'buffers':
      return describeBuffers(call, param, doc);
    case 'span':
      return describeSpan(call, param, doc);
    case 'subscriptions':
    case 'events':
      return describeStructs(call, param, doc);
    case 'bytes':
      return describeBytes(call, param, doc);
    case 'addresses': {
      const found = (decodeParam(call, param) ?? []) as readonly string[];
      const area = areaOf(name, 'number', call.u32(at), 4, 'read', undefined);
      return { node: nodeOf(name, name, call.succeeded ? found.join(', ') : 'unknown', doc, area), areas: [area] };
    }
  }
}

function describeText(call: CallRecord, { name, at, entryPart }: ParamShape, doc: string): Described {
  const length = call.u32(at + 1);
  const bytes = call.entryBytes(entryPart);
  const area = areaOf(name, 'text', call.u32(at), length, 'read', bytes);
  const value = bytes === undefined ? `${pointerText(call.u32(at))}, out of bounds` : quote(bytes, length, length);
  return { node: nodeOf(name, name, value, doc, area), areas: [area] };
}

/** Subscriptions, or events. */
function describeStructs(call: CallRecord, param: ParamShape, doc: string): Described {
  const { name, kind, form, at, entryPart, exitPart } = param;
  const struct = structOf(kind) ?? 'event';
  const { size } = layoutOf(struct, call.abi);
  const countAt = call.shape.params.find(other => other.form === 'count')?.at ?? 0;
  const room = call.u32(countAt);
  const isInput = form === 'subscriptions';
  const bytes = isInput ? call.entryBytes(entryPart) : call.succeeded ? call.exitBytes(exitPart) : undefined;
  const use = isInput ? 'read' : writtenBy(call);
  const address = call.u32(at);
  const items: Placed[] = [];
  for (let i = 0; bytes !== undefined && (i + 1) * size <= bytes.length; i++) {
    const path = `${name}[${i}]`;
    const own = bytes.subarray(i * size, (i + 1) * size);
    items.push(structAt(struct, call.abi, { address: address + i * size, use, bytes: own, item: i, path }, `[${i}]`));
  }
  const area = areaOf(
    name,
    'table',
    address,
    room * size,
    use,
    bytes,
    items.map(each => each.area),
  );
  const value =
    bytes === undefined && isInput ? `${pointerText(address)}, out of bounds` : counted(items.length, struct);
  return {
    node: nodeOf(
      name,
      name,
      value,
      doc,
      area,
      items.map(each => each.node),
    ),
    areas: [area],
  };
}

/** An address, a number or an option of a socket. */
function describeBytes(call: CallRecord, param: ParamShape, doc: string): Described {
  const { name, kind, at, entryPart, exitPart } = param;
  const { extent } = paramKinds[kind];
  const isInput = exitPart < 0;
  const bytes = isInput ? call.entryBytes(entryPart) : call.succeeded ? call.exitBytes(exitPart) : undefined;
  const value = isInput || call.succeeded ? ((decodeParam(call, param) as string | undefined) ?? 'unknown') : 'unknown';
  const use = isInput ? 'read' : writtenBy(call);
  const address = call.u32(at);
  // Of an address, the call is passed where a pointer and a length lie; these are not recorded.
  if (extent === 'iovec') {
    const area = areaOf(name, 'struct', address, IOVEC, 'read', undefined);
    return { node: nodeOf(name, name, value, doc, area), areas: [area] };
  }
  const length = extent === 'given' ? call.u32(at + 1) : typeof extent === 'number' ? extent : (bytes?.length ?? 0);
  const area = areaOf(name, 'bytes', address, length, use, bytes);
  return { node: nodeOf(name, name, value, doc, area), areas: [area] };
}
