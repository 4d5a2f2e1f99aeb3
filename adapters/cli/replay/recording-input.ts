/** Reading the recording that a command is about. */
import { type Recording, type RecordingError, readRecording } from '../../../application/recording/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { readWholeFile } from '../input-file.js';
import type { Progress } from '../terminal/progress.js';

const MOST_GIB = 2;
const RECORDING = { what: 'recording', inDirectory: 'name the .hcr file in it' };

/**
 * Reads a recording.
 * @param path of the file
 * @param progress is told how much is read
 * @param partial whether one that is cut off or damaged will do, as far as it is whole
 * @throws CommandLineError for a file that cannot be read or is not a complete recording
 */
export function readRecordingFile(path: string, progress: Progress, partial = false): Recording {
  const bytes = readWholeFile(path, RECORDING, MOST_GIB, progress);
  try {
    return readRecording(bytes, { partial });
  } catch (error) {
    throw unusable(path, error as RecordingError, !partial && hasCalls(bytes));
  }
}

/** Whether there are calls in a recording that is not whole. */
function hasCalls(bytes: Uint8Array): boolean {
  try {
    return readRecording(bytes, { partial: true }).calls().next().done !== true;
  } catch {
    return false;
  }
}

/**
 * The message for a file that is not a complete recording.
 * @param printable there is something of it that can be printed, and was not
 */
export function unusable(path: string, error: Error, printable = false): Error {
  if (error.name !== 'RecordingError') return error;
  return new CommandLineError(
    `${path}: ${error.message}`,
    `name a complete file that \`hostcall record\` has written${printable ? '; `hostcall replay --print` prints the calls that this one holds' : ''}`,
    ExitStatus.usage,
    { cause: error },
  );
}
