import { decodeUtf8 } from '../../domain/index.js';
import { RecordingError } from './recording-error.js';

/** Notes on calls, by the calls' numbers in the recording, from 0. */
export type RecordingNotes = ReadonlyMap<number, string>;

/** Whether something can be the number of a call. */
export function isCall(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Reads a block of notes, and believes nothing of it.
 * @param offset where it begins in the file, for an error
 */
export function decodeNotesOn(bytes: Uint8Array, offset: number): RecordingNotes {
  const notes = new Map<number, string>();
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes, 0, bytes.length) ?? '');
  } catch {
    value = undefined;
  }
  const found: unknown = typeof value === 'object' && value !== null ? (value as { notes?: unknown }).notes : undefined;
  if (!Array.isArray(found)) throw new RecordingError('has notes that cannot be read', offset);
  for (const each of found) {
    const { call, text } = (each ?? {}) as { call?: unknown; text?: unknown };
    if (!isCall(call) || typeof text !== 'string') throw new RecordingError('has notes that cannot be read', offset);
    notes.set(call, text);
  }
  return notes;
}
