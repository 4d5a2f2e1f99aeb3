import type { Descriptor, EncodedStrings } from '../../../domain/index.js';
import type { CallRecord, DescriptorDetails } from './call-record.js';
import type { CaptureStore } from './capture-store.js';

/** The part of the guest's memory that capturing needs. After `holds` said yes, `u8` and `view` are good for that range. */
export interface TracedMemory {
  readonly u8: Uint8Array;
  readonly view: DataView;
  /** Whether other threads may write to it. */
  readonly shared?: boolean;
  holds(pointer: number, length: number): boolean;
}

/** The part of the descriptor table that capturing needs. */
export interface TracedDescriptors {
  peek(fd: number): (Pick<Descriptor, 'label' | 'preopenName'> & Partial<DescriptorDetails>) | undefined;
}

/** The output of the current args_get or environ_get. Its size is not an argument of the call. */
export interface TracedStrings {
  readonly value: EncodedStrings;
}

/**
 * What a shell has lifted and lowered in the current call. Where the memory is shared, other threads may have changed it since; what a
 * trace tells comes from here then.
 */
export interface TracedCopies {
  /** Where the first path, table of buffers or subscriptions was lifted from, and the second path. `length` is -1 if it is out of bounds. */
  readonly inputs: readonly { readonly u8: Uint8Array; readonly view: DataView; readonly length: number }[];
  /** How many buffers of the table are inside the memory, before the first one that is not. */
  readonly buffers: number;
  /** The result of the meaning, even if the memory is not shared. */
  readonly result: number;
  /** The result behind the other out-pointer, from 0 on. */
  readonly lowered: Pick<TracedMemory, 'u8' | 'view'>;
}

/** Where a capture routine takes from, and where it puts. */
export interface CaptureContext {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  /** undefined where no shell lifts: all is read from memory. */
  readonly copies?: TracedCopies | undefined;
  readonly store: CaptureStore;
}

/** Keeps what a call points to, on entry or on return. Never throws, whatever the pointers. */
export type Capture = (call: CallRecord, context: CaptureContext) => void;

/** A step of a capture routine, and how much of the store it takes. */
export interface Step {
  readonly run: Capture;
  /** How many parts it makes. */
  readonly parts: number;
  /** The maximum of its bytes, headers and padding included, without those that depend on the call. */
  readonly bytes: number;
  /** How many more it takes for a call, where much is kept. */
  readonly more?: (call: CallRecord, context: CaptureContext) => number;
}

/** How much of a call is kept. */
export interface CaptureLimits {
  /** Bytes of what a call writes into the guest's buffers. */
  readonly filled: number;
  /** Bytes of what a call takes from the guest's buffers. */
  readonly taken: number;
  /** Buffers, subscriptions and events of one call. */
  readonly items: number;
  /** Bytes of directory entries, of arguments and of environment variables. */
  readonly listing: number;
  /** Whether a checksum is kept of all that a call takes from the guest's buffers. */
  readonly checksum: boolean;
  /** Whether arguments and the values of environment variables are hidden. */
  readonly redact: boolean;
}

/** The parts of a call to keep. */
export interface CaptureChoice {
  /** Bytes of what a call reads or writes; with Infinity nothing at all is cut. */
  readonly payload: number;
  /** All bytes that a call writes into the guest's memory, and a checksum of those that it reads. */
  readonly whole?: boolean | undefined;
  /** All buffers, subscriptions, events, directory entries and strings, though not all of the bytes in buffers. */
  readonly complete?: boolean | undefined;
  /** Neither contents nor values, of anything. */
  readonly redact?: boolean | undefined;
}

/** Names longer than this are cut; no host accepts them. */
export const NAME_LIMIT = 4096;
/** The limit of buffers, subscriptions and events kept of one call, unless all are kept. */
export const ITEM_LIMIT = 32;
/** The limit of bytes kept of directory entries, of arguments and of environment variables, unless all are kept. */
const LISTING_LIMIT = 4096;
/** As much as a part can hold: all but the last two bytes of the largest memory. */
const ALL = 0xffff_fffe;

/** How much is kept. */
export function captureLimits({
  payload,
  whole = false,
  complete = false,
  redact = false,
}: CaptureChoice): CaptureLimits {
  const all = whole || payload === Number.POSITIVE_INFINITY;
  const lists = all || complete;
  return {
    filled: redact ? 0 : all ? ALL : payload,
    taken: redact ? 0 : Math.min(payload, ALL),
    items: lists ? ALL : ITEM_LIMIT,
    listing: lists ? ALL : LISTING_LIMIT,
    checksum: whole,
    redact,
  };
}

/** Room for a part's header and padding. */
export const HEADER_ROOM = 8;
/** Room for a payload up to this size is always reserved; for a larger one it depends on the call. */
export const RESERVED_LIMIT = 4096;

/**
 * The room for what is kept of something up to a limit.
 * @param limit the most bytes to keep
 * @param size how many bytes there are to be kept
 */
export function roomFor(limit: number, size: NonNullable<Step['more']>): Pick<Step, 'bytes' | 'more'> {
  if (limit <= RESERVED_LIMIT) return { bytes: limit };
  return { bytes: 0, more: (call, context) => Math.min(limit, size(call, context)) };
}

/** Bytes that may be out of bounds, as one part. */
export function copyRange({ memory, store }: CaptureContext, pointer: number, length: number): void {
  if (memory.holds(pointer, length)) store.copy(memory.u8, memory.view, pointer, length);
  else store.skip();
}

/**
 * What was lifted from memory, as one part.
 * @param which of the call's inputs
 * @param length bytes it has, all of which must be inside the memory
 * @param kept the most to keep
 */
export function copyInput(context: CaptureContext, which: 0 | 1, pointer: number, length: number, kept: number): void {
  const { memory, copies, store } = context;
  if (memory.shared === true && copies !== undefined) {
    const { u8, view, length: copied } = copies.inputs[which] as TracedCopies['inputs'][number];
    if (copied < 0) store.skip();
    else store.copy(u8, view, 0, Math.min(length, kept, copied));
  } else if (memory.holds(pointer, length)) {
    store.copy(memory.u8, memory.view, pointer, Math.min(length, kept));
  } else {
    store.skip();
  }
}

/** The value that was lowered at an out-pointer, as one part. */
export function copyLowered(context: CaptureContext, pointer: number, length: number): void {
  const { memory, copies, store } = context;
  if (memory.shared === true && copies !== undefined) store.copy(copies.lowered.u8, copies.lowered.view, 0, length);
  else copyRange(context, pointer, length);
}
