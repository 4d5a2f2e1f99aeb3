import type { ExaminedGuest } from '../tracing/index.js';
import type { Origins } from './descriptor-origins.js';

/** Where the reasons of a guest's denials are looked for. */
export interface DiagnosisContext extends ExaminedGuest {
  readonly origins: Origins;
}

/** Bytes as a call's shell has lifted them, and where they begin. */
export interface LiftedInput {
  readonly u8: Uint8Array;
  readonly view: DataView;
  readonly at: number;
  /** How many there are. */
  readonly length: number;
}

/**
 * What a call's shell has lifted.
 * @param which its first path, table of buffers or subscriptions; or its second path
 * @param pointer where they were; what is there has to be inside the memory
 */
export function liftedInput(
  { memory, copies }: DiagnosisContext,
  which: 0 | 1,
  pointer: number,
  length: number,
): LiftedInput {
  const copy = memory.shared === true ? copies?.inputs[which] : undefined;
  if (copy === undefined) return { u8: memory.u8, view: memory.view, at: pointer, length };
  return { u8: copy.u8, view: copy.view, at: 0, length: Math.max(0, Math.min(length, copy.length)) };
}
