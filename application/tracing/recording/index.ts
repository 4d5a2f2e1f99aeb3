/**
 * Recordings: a program's hostcalls in a file, with every byte they wrote into its memory. What the program itself computes is not in it, since
 * that comes out the same again.
 */
export { type OutputStream, RecordedCall } from './recorded-call.js';
export { type Recording, readRecording } from './recording.js';
export { RecordingError } from './recording-error.js';
export type { RecordedEnd, RecordingHeader } from './recording-header.js';
export { RecordingWriter } from './recording-writer.js';
