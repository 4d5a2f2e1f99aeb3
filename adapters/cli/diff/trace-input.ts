/** The traces that are compared, from files. */
import {
  callsOfJson,
  callsOfText,
  type Refusal,
  type TraceCallItem,
  TraceFormatError,
} from '../../../application/comparison/index.js';
import { callsOfRecording } from '../../../application/recording/index.js';
import { printable } from '../../../application/text/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { readOpenedRecording, unusable } from '../replay/recording-input.js';
import type { Progress } from '../terminal/progress.js';
import { openTraceFile, type TraceFile } from '../trace-file.js';

/** A trace that can be read more than once. */
export interface TraceInput {
  /** The file's name, as it can be printed. */
  readonly name: string;
  /** It is a recording, and tells contents that no text shows. */
  readonly whole: boolean;
  /** How much there is to be read, as `advance` counts it. */
  readonly size: number;
  /** Reads it from its beginning, and tells `advance` how much more has been read. Throws CommandLineError at input that is not a trace. */
  items(advance?: Advance): Iterable<TraceCallItem>;
}

type Advance = (by: number) => void;

/** The most characters of a line of a trace. */
const LONGEST_LINE = 2 ** 26;

/**
 * Opens a trace.
 * @param name a path, or `-` for standard input
 * @param stringSize how many bytes of strings a recording shows
 * @param progress is told how far it is where all of it has to be read at once
 * @throws CommandLineError if it can't be read, or is something else
 */
export function openTrace(name: string, stringSize: number, progress: Progress): TraceInput {
  const file = openTraceFile(name, progress);
  if (file.kind === 'recording') return recordingInput(file, stringSize, progress);
  const calls = file.kind === 'ndjson' ? callsOfJson : callsOfText;
  const refuse = (error: TraceFormatError) => unreadableLine(name, error);
  return {
    name: printable(name),
    whole: false,
    size: file.size,
    items: advance => calls(lines(told(file.chunks(), advance), refuse), refuse),
  };
}

/** Chunks, and how long each is. */
function* told(chunks: Iterable<Buffer>, advance?: Advance): Generator<Buffer> {
  for (const chunk of chunks) {
    yield chunk;
    advance?.(chunk.length);
  }
}

function recordingInput(file: TraceFile, stringSize: number, progress: Progress): TraceInput {
  const recording = readOpenedRecording(file, progress);
  return {
    name: printable(file.path),
    whole: true,
    size: recording.callCount ?? 0,
    *items(advance) {
      try {
        for (const item of callsOfRecording(recording, stringSize)) {
          yield item;
          advance?.(1);
        }
      } catch (error) {
        throw error instanceof Error ? unusable(file.path, error) : error;
      }
    },
  };
}

/**
 * The lines of a text, without their newlines.
 * @throws what `refuse` makes of an error, at a line that is too long to be looked at
 */
function* lines(chunks: Iterable<Buffer>, refuse: Refusal): Generator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  let number = 1;
  const add = (piece: string) => {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST_LINE) throw refuse(new TraceFormatError(number, `is longer than ${LONGEST_LINE} characters`));
  };
  const take = (piece: string) => {
    let line = piece;
    if (pieces.length > 0) {
      add(piece);
      line = pieces.join('');
      pieces = [];
      length = 0;
    }
    number++;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      yield take(text.slice(start, end));
      start = end + 1;
    }
    if (start < text.length) add(text.slice(start));
  }
  const rest = decoder.decode();
  if (length > 0 || rest.length > 0) yield take(rest);
}

/** An error about the contents of a file, with the file's name. */
function unreadableLine(name: string, error: TraceFormatError): CommandLineError {
  return new CommandLineError(
    `${name}, line ${error.line}, ${error.message}`,
    'name what `hostcall trace -o FILE` or `hostcall record -o FILE` has written',
    ExitStatus.usage,
    { cause: error },
  );
}
