import { type Descriptor, type EncodedStrings, Eventtype, layouts } from '../../domain/index.js';
import { type CallRecord, TIMES_SIZE } from './call-record.js';
import { type CallShape, layoutOf, type ParamShape, type ResultShape } from './call-shape.js';
import { type CaptureStore, copyBytes } from './capture-store.js';

/** The part of the guest's memory that capturing needs. After `holds` said yes, `u8` and `view` are good for that range. */
export interface TracedMemory {
  readonly u8: Uint8Array;
  readonly view: DataView;
  holds(pointer: number, length: number): boolean;
}

/** The part of the descriptor table that capturing needs. */
export interface TracedDescriptors {
  peek(fd: number): Pick<Descriptor, 'label' | 'preopenName'> | undefined;
}

/** What args_get and environ_get write. Its size is among no call's arguments. */
export interface TracedStrings {
  readonly args: EncodedStrings;
  readonly environ: EncodedStrings;
}

/** Where a capture routine takes from, and where it puts. */
export interface CaptureScene {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  readonly store: CaptureStore;
  /** How many bytes of what a call reads or writes are kept. */
  readonly payload: number;
}

/** Keeps what a call points to, on entry or on return. Never throws, whatever the pointers. */
export type Capture = (call: CallRecord, scene: CaptureScene) => void;

/** A capture routine's step, and how many bytes of the store it takes at most. */
interface Step {
  readonly run: Capture;
  readonly bytes: number;
  /** It also takes up to `payload` bytes. */
  readonly payload?: true;
}

/** Names longer than this are cut; no host accepts them. */
export const NAME_LIMIT = 4096;
/** At most so many buffers, subscriptions and events of one call are kept. */
export const ITEM_LIMIT = 32;
/** At most so many bytes of directory entries, of arguments and of environment variables are kept. */
const LISTING_LIMIT = 4096;

const HEADER = 8;
const IOVEC = layouts.iovec.size;
const EVENT = layouts.event.size;
const DIRENT = layouts.dirent.size;
const [, , NAMLEN] = layouts.dirent.fields;

/** What the second descriptor is called; the recorder itself asks for the first. */
function secondLabel({ at }: ParamShape): Step {
  return {
    bytes: 0,
    run: (call, { descriptors }) => {
      call.secondLabel = descriptors.peek(call.u32(at))?.label;
    },
  };
}

/** Bytes that may be out of bounds, as one part. */
function copyRange({ memory, store }: CaptureScene, pointer: number, length: number): void {
  if (memory.holds(pointer, length)) store.copy(memory.u8, memory.view, pointer, length);
  else store.skip();
}

function path({ at }: ParamShape): Step {
  return {
    bytes: NAME_LIMIT + HEADER,
    run: (call, scene) => {
      const pointer = call.u32(at);
      const length = call.u32(at + 1);
      if (length > NAME_LIMIT && !scene.memory.holds(pointer, length)) scene.store.skip();
      else copyRange(scene, pointer, Math.min(length, NAME_LIMIT));
    },
  };
}

/** The table of buffers that a read fills: pointers and lengths. */
function iovecTable({ at }: ParamShape): Step {
  return {
    bytes: ITEM_LIMIT * IOVEC + HEADER,
    run: (call, { memory, store }) => {
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        store.copy(memory.u8, memory.view, pointer, Math.min(count, ITEM_LIMIT) * IOVEC);
      } else {
        store.skip();
      }
    },
  };
}

/**
 * The first bytes in buffers, one buffer after the other, up to one that is out of bounds.
 * @param table where the pointers and lengths are, in `from`
 */
function gather({ memory, store }: CaptureScene, from: DataView, table: number, count: number, limit: number): void {
  const start = store.used + 4;
  let to = start;
  let room = limit;
  for (let i = 0, at = table; i < count && room > 0; i++, at += IOVEC) {
    const pointer = from.getUint32(at, true);
    const length = from.getUint32(at + 4, true);
    if (!memory.holds(pointer, length)) break;
    const kept = Math.min(length, room);
    copyBytes(store.chunk, to, memory.u8, memory.view, pointer, kept);
    to += kept;
    room -= kept;
  }
  store.close(start, to);
}

/** The table of buffers that a write takes from, and the first bytes in them. */
function written({ at }: ParamShape): Step {
  return {
    bytes: ITEM_LIMIT * IOVEC + 2 * HEADER,
    payload: true,
    run: (call, scene) => {
      const { memory, store } = scene;
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        const kept = Math.min(count, ITEM_LIMIT);
        store.copy(memory.u8, memory.view, pointer, kept * IOVEC);
        gather(scene, memory.view, pointer, kept, scene.payload);
      } else {
        store.skip();
        store.skip();
      }
    },
  };
}

/** The first bytes that a read put into the buffers of the table that was kept on entry. */
function read({ entryPart }: ParamShape): Step {
  return {
    bytes: HEADER,
    payload: true,
    run: (call, scene) => {
      const table = call.entryPart(entryPart);
      if (table < 0) {
        scene.store.skip();
        return;
      }
      const { view } = call.entryChunk;
      const count = view.getUint32(table - 4, true) / IOVEC;
      gather(scene, view, table, count, Math.min(call.value, scene.payload));
    },
  };
}

function subscriptions({ at }: ParamShape, { abi, params }: CallShape): Step {
  const { size, fields } = layoutOf('subscription', abi);
  const tagAt = fields.find(field => field.name === 'tag')?.offset ?? 0;
  const fdAt = fields.find(field => field.name === 'fd_readwrite.fd')?.offset ?? 0;
  const countAt = params.find(param => param.kind === 'nsubscriptions')?.at ?? 0;
  return {
    bytes: ITEM_LIMIT * size + HEADER,
    run: (call, scene) => {
      const { memory, descriptors, store } = scene;
      const pointer = call.u32(at);
      const count = call.u32(countAt);
      if (!memory.holds(pointer, count * size)) {
        store.skip();
        return;
      }
      const kept = Math.min(count, ITEM_LIMIT);
      store.copy(memory.u8, memory.view, pointer, kept * size);
      const labels: (string | undefined)[] = [];
      for (let i = 0; i < kept; i++) {
        const tag = memory.u8[pointer + i * size + tagAt];
        const isDescriptor = tag === Eventtype.FD_READ || tag === Eventtype.FD_WRITE;
        const fd = isDescriptor ? memory.view.getUint32(pointer + i * size + fdAt, true) : undefined;
        labels.push(fd === undefined ? undefined : descriptors.peek(fd)?.label);
      }
      call.subscriptionLabels = labels;
    },
  };
}

function events({ at }: ParamShape): Step {
  return {
    bytes: ITEM_LIMIT * EVENT + HEADER,
    run: (call, scene) => copyRange(scene, call.u32(at), Math.min(call.value, ITEM_LIMIT) * EVENT),
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

/** A buffer that was filled: how far, is the promoted result where there is one. */
function buffer({ at, content }: ParamShape, { promoted, descriptorAt }: CallShape): Step[] {
  const filled: Step = {
    bytes: 0,
    run: (call, { descriptors }) => {
      const length = call.u32(at + 1);
      // fd_prestat_dir_name fills a longer buffer only as far as the name goes.
      const name = descriptorAt < 0 ? undefined : descriptors.peek(call.u32(descriptorAt))?.preopenName;
      call.value = Math.min(length, name?.length ?? length);
    },
  };
  const data: Step =
    content === 'random'
      ? {
          bytes: HEADER,
          payload: true,
          run: (call, scene) => copyRange(scene, call.u32(at), Math.min(call.value, scene.payload)),
        }
      : {
          bytes: Math.max(NAME_LIMIT, LISTING_LIMIT) + HEADER,
          run: (call, scene) => {
            const limit = content === 'entries' ? LISTING_LIMIT : NAME_LIMIT;
            copyRange(scene, call.u32(at), Math.min(call.value, limit));
          },
        };
  const count: Step = {
    bytes: HEADER,
    run: (call, { memory, store }) => {
      const pointer = call.u32(at);
      store.number(memory.holds(pointer, call.value) ? countEntries(memory.view, pointer, call.value) : 0);
    },
  };
  const steps = promoted === undefined ? [filled, data] : [data];
  return content === 'entries' ? [...steps, count] : steps;
}

/** The strings of args_get and environ_get, as they lie in memory; before that, whether there are more. */
function strings({ at }: ResultShape, { name }: CallShape): Step {
  return {
    bytes: LISTING_LIMIT + 2 * HEADER,
    run: (call, scene) => {
      const { length } = (name === 'args_get' ? scene.strings.args : scene.strings.environ).bytes;
      scene.store.number(length > LISTING_LIMIT ? 1 : 0);
      copyRange(scene, call.u32(at + 1), Math.min(length, LISTING_LIMIT));
    },
  };
}

function result(shape: ResultShape, call: CallShape): Step[] {
  const { at, size, exitPart, kind } = shape;
  if (kind === 'strings') return [strings(shape, call)];
  if (exitPart >= 0) return [{ bytes: size + HEADER, run: (record, scene) => copyRange(scene, record.u32(at), size) }];
  return kind === 'fd' ? [opened] : [];
}

/** What the descriptor that the call opened is called. */
const opened: Step = {
  bytes: 0,
  run: (call, { descriptors }) => {
    call.secondLabel = descriptors.peek(call.value)?.label;
  },
};

function entryStep(param: ParamShape, shape: CallShape): Step[] {
  switch (param.kind) {
    case 'fd':
      return param.descriptorIndex > 0 ? [secondLabel(param)] : [];
    case 'path':
      return [path(param)];
    case 'iovecs':
      return [iovecTable(param)];
    case 'ciovecs':
      return [written(param)];
    case 'subscriptions':
      return [subscriptions(param, shape)];
    default:
      return [];
  }
}

function exitStep(param: ParamShape, shape: CallShape): Step[] {
  switch (param.kind) {
    case 'iovecs':
      return [read(param)];
    case 'events':
      return [events(param)];
    case 'buffer':
      return buffer(param, shape);
    default:
      return [];
  }
}

/** Joins steps into one routine. They are called one by one: a loop over them costs about as much as a step. */
function joined(steps: readonly Step[]): Capture | undefined {
  const [first, second, third, ...more] = steps.map(step => step.run);
  if (first === undefined || second === undefined) return first;
  return (call, scene) => {
    first(call, scene);
    second(call, scene);
    if (third === undefined) return;
    third(call, scene);
    for (const step of more) step(call, scene);
  };
}

function roomFor(steps: readonly Step[], payload: number): number {
  return steps.reduce((sum, step) => sum + step.bytes + (step.payload ? payload : 0), 0);
}

/** How a hostcall is captured. */
export interface CapturePlan {
  readonly shape: CallShape;
  /** Keeps what the call is given, before it does its work. */
  readonly onEntry: Capture | undefined;
  /** How many bytes of the store that takes at most, with the times. */
  readonly entryRoom: number;
  /** Keeps what a call that succeeded has written into the guest's memory. */
  readonly onReturn: Capture | undefined;
  /** How many bytes of the store that takes at most; 0 if it keeps nothing there. */
  readonly returnRoom: number;
  /** Index of the out-pointer of the promoted result, if that is 32 bits; else -1. */
  readonly valueAt: number;
}

/**
 * Puts together how a hostcall is captured.
 * @param payload how many bytes of what a call reads or writes are kept
 */
export function capturePlan(shape: CallShape, payload: number): CapturePlan {
  const entry = shape.params.flatMap(param => entryStep(param, shape));
  const exit = [
    ...shape.results.filter(({ promoted }) => promoted).flatMap(found => result(found, shape)),
    ...shape.params.flatMap(param => exitStep(param, shape)),
    ...shape.results.filter(({ promoted }) => !promoted).flatMap(found => result(found, shape)),
  ];
  return {
    shape,
    onEntry: joined(entry),
    entryRoom: TIMES_SIZE + roomFor(entry, payload),
    onReturn: joined(exit),
    returnRoom: roomFor(exit, payload),
    valueAt: shape.promoted !== undefined && shape.promoted.exitPart < 0 ? shape.promoted.at : -1,
  };
}
