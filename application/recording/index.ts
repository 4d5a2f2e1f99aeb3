/**
 * Recordings: the hostcalls of a program in a file, with every byte they wrote into its memory. The program's own computation is not recorded: it is
 * the same in a replay.
 */
export type { Outputs } from './output-streams.js';
export type { OutputStream, RecordedCall } from './recorded-call.js';
export { callsOfRecording, type RecordedCalls, stepsOfRecording } from './recorded-steps.js';
export { type ReadOptions, type Recording, readRecording, readStoredRecording, type StoredBytes } from './recording.js';
export { RecordingError } from './recording-error.js';
export type { RecordedEnd, RecordingHeader } from './recording-header.js';
export type { RecordingNotes } from './recording-notes.js';
export { RecordingReader } from './recording-reader.js';
export { RecordingWriter } from './recording-writer.js';
export { type ReplayOptions, replay } from './replay/replay.js';
export { ReplayDivergence } from './replay/replay-divergence.js';
export { obstacleTo } from './replay/replayable.js';
export type { ReplayObserver } from './replay/replayed-guest.js';
export { withNotes } from './with-notes.js';
