/** What a stretch of memory is to a call. */
export type AreaRole = 'bytes' | 'text' | 'struct' | 'field' | 'table' | 'number';

/** A stretch of the guest's memory that a call reads or writes. */
export interface MemoryArea {
  /** Names it within the call, as an expression of C would: `iovs[0].buf_len`; what a buffer holds is `*iovs[0].buf`. */
  readonly path: string;
  readonly role: AreaRole;
  readonly address: number;
  readonly length: number;
  /** What the call does with it; `unwritten` is what a failed call did not write. */
  readonly use: 'read' | 'written' | 'unwritten';
  /** The first of its bytes, those that are known; undefined if none are. */
  readonly bytes: Uint8Array | undefined;
  /** Which of the buffers, structs or strings of a table it belongs to, from 0: the areas of one item have one colour. */
  readonly item: number | undefined;
  /** What it consists of: fields of a struct, structs of a table. */
  readonly children: readonly MemoryArea[];
}

/** An argument or a result of a call, or a part of one. */
export interface ArgumentNode {
  /** As in `MemoryArea.path`; unique within the call. */
  readonly path: string;
  /** The last part of `path`: `buf_len`. */
  readonly name: string;
  readonly value: string;
  /** What it is for, in a sentence; empty if there is nothing to say. */
  readonly doc: string;
  /** Where it is in memory; undefined if it was passed by value. */
  readonly area: MemoryArea | undefined;
  readonly children: readonly ArgumentNode[];
}

/** A call's arguments and results, and where they are in memory. */
export interface CallMemory {
  readonly arguments: readonly ArgumentNode[];
  readonly results: readonly ArgumentNode[];
  /** All areas that are not part of another, in the order of arguments and results. They can overlap. */
  readonly areas: readonly MemoryArea[];
  /** Bytes of the memory when the call began. */
  readonly size: number;
}
