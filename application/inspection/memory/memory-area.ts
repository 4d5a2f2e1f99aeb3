/** What a stretch of memory is to a call. */
export type AreaRole = 'bytes' | 'text' | 'struct' | 'field' | 'table' | 'number';

/** A stretch of the guest's memory that a call reads or writes. */
export interface MemoryArea {
  /** Names it within the call, as an expression of C would: `iovs[0].buf_len`; what a buffer holds is `*iovs[0].buf`. */
  readonly path: string;
  readonly role: AreaRole;
  readonly address: number;
  readonly length: number;
  /** What the call does with it; `unwritten` is what a call that failed has left alone. */
  readonly use: 'read' | 'written' | 'unwritten';
  /** The first of its bytes, as far as they are known; undefined if none are. */
  readonly bytes: Uint8Array | undefined;
  /** Which of the buffers, structs or strings of a table it belongs to, from 0: those of one have one colour. */
  readonly item: number | undefined;
  /** What it consists of: fields of a struct, structs of a table. */
  readonly children: readonly MemoryArea[];
}

/** An argument or a result of a call, or a part of one. */
export interface ArgumentNode {
  /** As in `MemoryArea.path`; unique within the call. */
  readonly path: string;
  /** The last part of it: `buf_len`. */
  readonly name: string;
  readonly value: string;
  /** What it is for, in a sentence; empty where nothing is to be said. */
  readonly doc: string;
  /** Where it lies; undefined if the call was passed it itself. */
  readonly area: MemoryArea | undefined;
  readonly children: readonly ArgumentNode[];
}

/** A call's arguments and results, and where in memory they lie. */
export interface CallMemory {
  readonly arguments: readonly ArgumentNode[];
  readonly results: readonly ArgumentNode[];
  /** All areas that are not part of another, in the order of arguments and results. They can overlap. */
  readonly areas: readonly MemoryArea[];
  /** Bytes of the memory when the call began. */
  readonly size: number;
}
