import { encodeUtf8 } from '../../domain/index.js';
import { checkValue, type OptionKind } from '../options/index.js';
import { BlockWriter } from './format/block-writer.js';
import { BlockKind, readBlocks } from './format/recording-format.js';
import { RecordingError } from './recording-error.js';
import { isCall, type RecordingNotes } from './recording-notes.js';

const NOTES: OptionKind = {
  expected: 'a Map of numbers of calls and texts',
  fits: value => value instanceof Map && [...value].every(([call, text]) => isCall(call) && typeof text === 'string'),
};

/**
 * A recording with other notes. Its calls are the same, to the byte.
 * @param file the bytes of a recording that is whole
 * @param notes in place of those that it has; an empty map removes them
 * @returns the bytes of the new recording
 * @throws RecordingError for a file that is not a recording, or is cut off, damaged or of another version; ConfigurationError for invalid notes
 */
export function withNotes(file: Uint8Array, notes: RecordingNotes): Uint8Array {
  checkValue(notes, 'the notes on a recording', NOTES);
  const pieces: Uint8Array[] = [];
  const writer = new BlockWriter(bytes => pieces.push(bytes.slice()));
  let ended = false;
  for (const { kind, u8, from, to, base } of readBlocks(file)) {
    if (ended) throw new RecordingError('goes on behind its end', base + from);
    if (kind === BlockKind.notes) continue;
    ended = kind === BlockKind.end;
    if (ended && notes.size > 0) writer.write(BlockKind.notes, encodeNotesOn(notes));
    writer.write(kind, u8.subarray(from, to));
  }
  if (!ended) throw new RecordingError('is cut off: it has no end', file.length);
  const made = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    made.set(piece, at);
    at += piece.length;
  }
  return made;
}

function encodeNotesOn(notes: RecordingNotes): Uint8Array {
  const sorted = [...notes].sort(([one], [other]) => one - other);
  return encodeUtf8(JSON.stringify({ notes: sorted.map(([call, text]) => ({ call, text })) }));
}
