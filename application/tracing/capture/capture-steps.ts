import { type BufferContent, Eventtype, layoutOf, layouts, paramKinds } from '../../../domain/index.js';
import { packAddresses, placeOfBytes } from '../../abi/index.js';
import type { CallShape, ParamShape, ResultShape } from './call-shape.js';
import {
  type CaptureContext,
  type CaptureLimits,
  copyInput,
  copyLowered,
  copyRange,
  HEADER_ROOM,
  NAME_LIMIT,
  roomFor,
  type Step,
  type TracedMemory,
} from './capture-context.js';
import { redactStrings } from './redaction.js';

const EVENT = layouts.event.size;
const DIRENT = layouts.dirent.size;
/** As much of an address or an option as is kept: more than it has. */
const BYTES_LIMIT = 128;
/** Bytes that an address is kept in. */
const ADDRESS_ROOM = 20;
const [, , NAMLEN] = layouts.dirent.fields;

/** How many bytes there are to keep: none of what is not inside the memory. */
function sizeInside(memory: TracedMemory, pointer: number, length: number): number {
  return memory.holds(pointer, length) ? length : 0;
}

/** The label of the second descriptor; the tracer itself reads that of the first. */
export function secondLabel({ at }: ParamShape): Step {
  return {
    parts: 0,
    bytes: 0,
    run: (call, { descriptors }) => {
      call.secondLabel = descriptors.peek(call.u32(at))?.label;
    },
  };
}

/** A name, whole unless no host would accept it. */
export function path(param: ParamShape, { params }: CallShape): Step {
  const { at } = param;
  const which = params.find(({ form }) => form === 'text') === param ? 0 : 1;
  return {
    parts: 1,
    bytes: NAME_LIMIT + HEADER_ROOM,
    run: (call, context) => copyInput(context, which, call.u32(at), call.u32(at + 1), NAME_LIMIT),
  };
}

/** The subscriptions of poll_oneoff, and the labels of its descriptors. */
export function subscriptions(
  { at, entryPart }: ParamShape,
  { abi, params }: CallShape,
  { items }: CaptureLimits,
): Step {
  const { size, fields } = layoutOf('subscription', abi);
  const tagAt = fields.find(field => field.name === 'tag')?.offset ?? 0;
  const fdAt = fields.find(field => field.name === 'fd_readwrite.fd')?.offset ?? 0;
  const countAt = params.find(({ form }) => form === 'count')?.at ?? 0;
  const { bytes, more } = roomFor(items * size, (call, { memory, copies }) =>
    memory.shared === true && copies !== undefined
      ? Math.max(0, copies.inputs[0]?.length ?? 0)
      : sizeInside(memory, call.u32(at), call.u32(countAt) * size),
  );
  return {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, context) => {
      const { descriptors, store } = context;
      const start = store.used + 4;
      copyInput(context, 0, call.u32(at), call.u32(countAt) * size, items * size);
      const { view } = store.chunk;
      const labels: (string | undefined)[] = [];
      for (let from = start; from + size <= store.used; from += size) {
        const tag = view.getUint8(from + tagAt);
        const isDescriptor = tag === Eventtype.FD_READ || tag === Eventtype.FD_WRITE;
        const fd = isDescriptor ? view.getUint32(from + fdAt, true) : undefined;
        labels.push(fd === undefined ? undefined : descriptors.peek(fd)?.label);
      }
      if (call.entryPart(entryPart) >= 0) call.subscriptionLabels = labels;
    },
  };
}

/** What poll_oneoff has found. */
export function events({ at }: ParamShape, { items }: CaptureLimits): Step {
  const { bytes, more } = roomFor(items * EVENT, (call, { memory }) =>
    sizeInside(memory, call.u32(at), call.value * EVENT),
  );
  return {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, context) => copyLowered(context, call.u32(at), Math.min(call.value, items) * EVENT),
  };
}

/** Complete directory entries in `length` bytes; the last may be cut off. */
function countEntries(view: DataView, pointer: number, length: number): number {
  const end = pointer + length;
  let at = pointer;
  let count = 0;
  while (at + DIRENT <= end) {
    at += DIRENT + view.getUint32(at + NAMLEN.offset, true);
    if (at <= end) count++;
  }
  return count;
}

/** How many bytes of a buffer are kept at most. */
function bufferLimit(content: BufferContent | undefined, { filled, listing }: CaptureLimits): number {
  if (content === 'random') return filled;
  return content === 'entries' ? listing : Math.max(NAME_LIMIT, listing);
}

/** A buffer that was filled: how far, is the promoted result where there is one. */
export function buffer(
  { at, content }: ParamShape,
  { promoted, descriptorAt }: CallShape,
  limits: CaptureLimits,
): Step[] {
  const filled: Step = {
    parts: 0,
    bytes: 0,
    run: (call, { descriptors }) => {
      const length = call.u32(at + 1);
      // fd_prestat_dir_name fills a longer buffer only to the end of the name.
      const name = descriptorAt < 0 ? undefined : descriptors.peek(call.u32(descriptorAt))?.preopenName;
      call.value = Math.min(length, name?.length ?? length);
    },
  };
  const limit = bufferLimit(content, limits);
  const { bytes, more } = roomFor(limit, (call, { memory }) => sizeInside(memory, call.u32(at), call.value));
  const data: Step = {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, context) => copyRange(context, call.u32(at), Math.min(call.value, limit)),
  };
  const count: Step = {
    parts: 1,
    bytes: HEADER_ROOM,
    run: (call, { memory, store }) => {
      const pointer = call.u32(at);
      store.number(memory.holds(pointer, call.value) ? countEntries(memory.view, pointer, call.value) : 0);
    },
  };
  const steps = promoted === undefined ? [filled, data] : [data];
  return content === 'entries' ? [...steps, count] : steps;
}

/** Bytes that a parameter points to: an address, a number or an option. */
export function bytesBehind({ at, kind }: ParamShape): Step {
  const second = paramKinds[kind].wasm.length === 2 ? at + 1 : at;
  return {
    parts: 1,
    bytes: BYTES_LIMIT + HEADER_ROOM,
    run: (call, { memory, store }) => {
      const place = placeOfBytes(memory, kind, call.u32(at), call.u32(second));
      if (place === undefined) store.skip();
      else store.copy(memory.u8, memory.view, place.pointer, Math.min(place.length, BYTES_LIMIT));
    },
  };
}

/** The addresses that sock_getaddrinfo has found. */
export function addresses({ at }: ParamShape): Step {
  return {
    parts: 1,
    bytes: HEADER_ROOM,
    more: call => call.value * ADDRESS_ROOM,
    run: (call, { memory, store }) => {
      const packed = packAddresses(memory, call.u32(at), call.value);
      if (packed === undefined) store.skip();
      else store.put(packed, packed.length);
    },
  };
}

/** The strings of args_get and environ_get, each ended by a NUL; before that, whether there are more. */
function strings({ listing, redact }: CaptureLimits): Step {
  const { bytes, more } = roomFor(listing, (_, { strings }) => strings.value.bytes.length);
  return {
    parts: 2,
    bytes: bytes + 2 * HEADER_ROOM,
    ...(more && { more }),
    // Not from memory: the table of pointers may lie over them.
    run: ({ shape }, { strings, store }) => {
      const given = strings.value.bytes;
      const bytes = redact ? redactStrings(given, shape.family === 'args' ? 'args' : 'environ') : given;
      store.number(bytes.length > listing ? 1 : 0);
      store.put(bytes, Math.min(bytes.length, listing));
    },
  };
}

/** The value that a call has stored at an out-pointer. The tracer itself captures a promoted result of 32 bits. */
export function result(shape: ResultShape, limits: CaptureLimits): Step[] {
  const { at, size, exitPart, kind, form } = shape;
  if (form === 'strings') return [strings(limits)];
  if (exitPart >= 0) {
    const run: Step['run'] = shape.returned
      ? (call, context) => returnedNumber(context, call.u32(at), size)
      : (call, context) => copyLowered(context, call.u32(at), size);
    return [{ parts: 1, bytes: size + HEADER_ROOM, run }];
  }
  return kind === 'fd' ? [opened] : [];
}

/** A number that the meaning has returned, of 32 or 64 bits. */
function returnedNumber(context: CaptureContext, pointer: number, size: number): void {
  const { memory, copies, store } = context;
  if (memory.shared !== true || copies === undefined) copyRange(context, pointer, size);
  else if (size === 4) store.number(copies.result);
  else store.wideNumber(copies.result);
}

/** The label of the descriptor that the call opened. */
const opened: Step = {
  parts: 0,
  bytes: 0,
  run: (call, { descriptors }) => {
    call.secondLabel = descriptors.peek(call.value)?.label;
  },
};
