/**
 * The entry point `hostcall/recording`: writing recordings, reading them, and running a program again from one.
 * @module hostcall/recording
 */
export {
  type OutputStream,
  type Outputs,
  obstacleTo,
  type ReadOptions,
  type RecordedCall,
  type RecordedCalls,
  type RecordedEnd,
  type Recording,
  RecordingError,
  type RecordingHeader,
  type RecordingNotes,
  RecordingReader,
  RecordingWriter,
  ReplayDivergence,
  type ReplayObserver,
  type ReplayOptions,
  readRecording,
  replay,
  stepsOfRecording,
  withNotes,
} from '../application/recording/index.js';
