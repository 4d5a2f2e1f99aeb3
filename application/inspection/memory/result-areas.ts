import { resultKind } from '../../../domain/index.js';
import { durationWords, instantWords } from '../../sentences/index.js';
import { counted, descriptorText, quote } from '../../text/index.js';
import { type CallRecord, type ResultShape, stringsBytes } from '../../tracing/index.js';
import { areaOf, type Described, nodeOf, pointerText, text, writtenBy } from './described.js';
import type { ArgumentNode, MemoryArea } from './memory-area.js';
import { partNodes, scalarIn, structAt } from './struct-areas.js';
import { type ValueText, valueText } from './value-texts.js';

/** A result, and where the call has put it. */
export function describeResult(call: CallRecord, result: ResultShape, doc: string): Described {
  const { name, form, at, size, kind } = result;
  const address = call.u32(at);
  const use = writtenBy(call);
  if (form === 'strings') return describeStrings(call, result, doc);
  const bytes = resultBytes(call, result);
  if (form === 'struct') {
    const struct = resultKind(kind).struct ?? 'filestat';
    const { node, area } = structAt(
      struct,
      call.abi,
      { address, use, bytes, item: undefined, path: name },
      name,
      call.succeeded ? undefined : 'nothing',
    );
    return { node: { ...node, doc }, areas: [area] };
  }
  const area = areaOf(name, 'number', address, size, use, bytes);
  const value = scalarIn(bytes, size);
  const shown = value === undefined ? text(call.succeeded ? 'unknown' : 'nothing') : resultText(call, result, value);
  return { node: { ...nodeOf(name, name, shown.text, doc, area), children: partNodes(name, shown) }, areas: [area] };
}

function resultText(call: CallRecord, { kind, form }: ResultShape, value: number | bigint): ValueText {
  if (form === 'flags') return valueText(value, kind as 'roflags');
  if (kind === 'fd') return text(descriptorText({ fd: Number(value), label: call.secondLabel }));
  if (form !== 'time') return text(String(value));
  const clock = call.shape.params.find(param => param.kind === 'clockid');
  const isDate = call.shape.params.length > 1 && clock !== undefined && call.u32(clock.at) === 0;
  return text(isDate ? `${value} (${instantWords(BigInt(value))})` : durationWords(BigInt(value)));
}

/** The value that a call has stored at an out-pointer. */
function resultBytes(call: CallRecord, { exitPart, size }: ResultShape): Uint8Array | undefined {
  if (!call.succeeded) return undefined;
  if (exitPart >= 0) return call.exitBytes(exitPart);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, call.value, true);
  return bytes;
}

/** Arguments or environment variables: a table of pointers, and the strings. */
function describeStrings(call: CallRecord, { name, at, exitPart }: ResultShape, doc: string): Described {
  const table = call.u32(at);
  const start = call.u32(at + 1);
  const use = writtenBy(call);
  if (!call.succeeded) {
    const areas = [
      areaOf(name, 'table', table, 0, use, undefined),
      areaOf(`*${name}`, 'bytes', start, 0, use, undefined),
    ];
    return { node: nodeOf(name, name, 'nothing', doc, areas[0]), areas };
  }
  const strings = stringsBytes(call, exitPart);
  const pointers = new Uint8Array(4 * strings.length);
  const view = new DataView(pointers.buffer);
  const nodes: ArgumentNode[] = [];
  const entries: MemoryArea[] = [];
  const texts: MemoryArea[] = [];
  let from = 0;
  for (const [i, string] of strings.entries()) {
    const address = start + from;
    view.setUint32(4 * i, address, true);
    const path = `${name}[${i}]`;
    const entry = areaOf(path, 'field', table + 4 * i, 4, use, pointers.subarray(4 * i, 4 * i + 4), [], i);
    const bytes = new Uint8Array(string.length + 1);
    bytes.set(string);
    const content = areaOf(`*${path}`, 'text', address, bytes.length, use, bytes, [], i);
    entries.push(entry);
    texts.push(content);
    const value = quote(string, string.length, string.length);
    nodes.push(
      nodeOf(path, `[${i}]`, pointerText(address), 'A pointer to the string.', entry, [
        nodeOf(content.path, `*[${i}]`, value, 'The string, and a NUL byte.', content),
      ]),
    );
    from += bytes.length;
  }
  const area = areaOf(name, 'table', table, pointers.length, use, pointers, entries);
  return { node: nodeOf(name, name, counted(strings.length, 'string'), doc, area, nodes), areas: [area, ...texts] };
}
