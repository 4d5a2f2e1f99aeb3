/** Reading the recording that a command is about. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  type ReadOptions,
  type Recording,
  type RecordingError,
  readRecording,
  readStoredRecording,
  type StoredBytes,
} from '../../../application/recording/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { readWholeFile, unreadable } from '../input-file.js';
import type { Progress } from '../terminal/progress.js';
import type { TraceFile } from '../trace-file.js';

/** So much is read of what cannot be read twice: a pipe, say. */
const MOST_GIB = 2;
const RECORDING = { what: 'recording', inDirectory: 'name the .hcr file in it' };

/**
 * Reads a recording. A file is not held: its calls are read when they are asked for.
 * @param path of the file
 * @param progress is told how much is read
 * @param partial whether one that is cut off or damaged will do, as far as it is whole
 * @throws CommandLineError for a file that cannot be read or is not a complete recording
 */
export function readRecordingFile(path: string, progress: Progress, partial = false): Recording {
  const bytes = recordingBytes(path, progress);
  try {
    return recordingIn(bytes, { partial });
  } catch (error) {
    throw unusable(path, error as RecordingError, !partial && hasCalls(bytes));
  }
}

/**
 * Reads the recording in a file that has been opened.
 * @throws CommandLineError for a file that is not a complete recording
 */
export function readOpenedRecording({ path, kept }: TraceFile, progress: Progress): Recording {
  try {
    return recordingIn(kept ?? recordingBytes(path, progress));
  } catch (error) {
    throw unusable(path, error as Error);
  }
}

type RecordingBytes = Uint8Array | StoredBytes;

function recordingIn(bytes: RecordingBytes, options?: ReadOptions): Recording {
  return 'read' in bytes ? readStoredRecording(bytes, options) : readRecording(bytes, options);
}

/** Whether there are calls in a recording that is not whole. */
function hasCalls(bytes: RecordingBytes): boolean {
  try {
    return recordingIn(bytes, { partial: true }).calls().next().done !== true;
  } catch {
    return false;
  }
}

/** @throws CommandLineError for a file that cannot be read */
function recordingBytes(path: string, progress: Progress): RecordingBytes {
  try {
    const fd = openSync(path, 'r');
    const stat = fstatSync(fd);
    // Left open: the calls are read from it until the command ends.
    if (stat.isFile()) return storedIn(fd, stat.size, path, progress);
    closeSync(fd);
  } catch (error) {
    throw unreadable(path, RECORDING, error);
  }
  return readWholeFile(path, RECORDING, MOST_GIB, progress);
}

function storedIn(fd: number, size: number, path: string, progress: Progress): StoredBytes {
  progress.begin(`reading ${path}`, size, 'bytes');
  let furthest = 0;
  return {
    size,
    read(from, to) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(0, to - from));
      let length = 0;
      for (let count = -1; count !== 0 && length < bytes.length; length += count)
        count = readSync(fd, bytes, length, bytes.length - length, from + length);
      // Bytes that are read a second time are not counted.
      if (from + length > furthest) {
        progress.advance(from + length - furthest);
        furthest = from + length;
      }
      return bytes.subarray(0, length);
    },
  };
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
