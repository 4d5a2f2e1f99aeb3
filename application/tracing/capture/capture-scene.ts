import type { Descriptor, EncodedStrings } from '../../../domain/index.js';
import type { CallRecord } from './call-record.js';
import type { CaptureStore } from './capture-store.js';

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

/** A step of a capture routine, and how many bytes of the store it takes at most. */
export interface Step {
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
export const LISTING_LIMIT = 4096;

/** Room for a part's header and padding. */
export const HEADER_ROOM = 8;

/** Bytes that may be out of bounds, as one part. */
export function copyRange({ memory, store }: CaptureScene, pointer: number, length: number): void {
  if (memory.holds(pointer, length)) store.copy(memory.u8, memory.view, pointer, length);
  else store.skip();
}
