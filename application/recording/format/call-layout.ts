/**
 * The numbers in a call record. `docs/recording.md` describes the format.
 */

/** The lowest bits of a call's first byte: which hostcall. */
export const CALL_MASK = 0x3f;
/** It gave an errno, or ended the program. */
export const HAS_OUTCOME = 0x40;
/** A byte of flags follows. */
export const HAS_FLAGS = 0x80;

/** The differences from the values expected after the call before, as bits; each is followed by a number, in this order. */
export const CallFlag = {
  sequence: 1,
  instance: 2,
  memorySize: 4,
  /** The guest imports it from `wasi_unstable`; nothing follows. */
  unstable: 8,
  /** It wrote to the program's stdout (1) or stderr (2). */
  stream: 16,
  /** What `CallRecord.extras` holds, as JSON: its length in bytes, and the text. */
  extras: 32,
  /** The guest's thread that made it. */
  thread: 64,
} as const;

/** The form of a label: none; that of the first descriptor, `/` and the path; one that is not in the block yet; or one that is. */
export const LabelCode = { none: 0, opened: 1, added: 2, known: 3 } as const;

/** The form of a name: not captured; not in the block yet; or in the block. */
export const NameCode = { none: 0, added: 1, known: 2 } as const;

/** How many parts of one hostcall, on entry or on return, there can be. */
export const PARTS = 4;
