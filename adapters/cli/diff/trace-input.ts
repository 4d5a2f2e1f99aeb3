/** The traces that are compared, from files. What kind a file is, its beginning tells, not its name. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stepsOfJson, stepsOfText, TraceFormatError, type TraceItem } from '../../../application/comparison/index.js';
import { readRecording, stepsOfRecording } from '../../../application/recording/index.js';
import { printable } from '../../../application/text/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { readWholeFile, unreadable } from '../input-file.js';
import { unusable } from '../replay/recording-input.js';
import type { Progress } from '../terminal/progress.js';

/** A trace that can be read more than once. */
export interface TraceInput {
  /** The file's name, as it can be printed. */
  readonly name: string;
  /** It is a recording, and tells contents that no text shows. */
  readonly whole: boolean;
  /** How much there is to be read, as `advance` counts it. */
  readonly size: number;
  /** Reads it from its beginning, and tells `advance` how much more has been read. Throws CommandLineError at input that is not a trace. */
  items(advance?: Advance): Iterable<TraceItem>;
}

type Advance = (by: number) => void;

const CHUNK = 1 << 20;
/** The most characters of a line of a trace. */
const LONGEST_LINE = 2 ** 26;
/** So much is read of a recording, and of what cannot be read twice. */
const MOST_GIB = 2;
/** How much of a file is looked at to see what it is. */
const HEAD = 1 << 16;
/** How a recording begins. */
const RECORDING = '\x89hcr';
const TRACE = { what: 'trace', inDirectory: 'name a trace in it' };

/** The kinds of files that cannot be compared, and what to do instead. */
const NO_TRACES: readonly [(head: Buffer, text: string) => boolean, string, string][] = [
  [head => head.length === 0, 'is empty', 'trace the program again, with `hostcall trace -o FILE`'],
  [
    head => head.toString('latin1', 0, 4) === '\0asm',
    'is a program, not a trace of one',
    'trace it first, with `hostcall trace -o FILE`',
  ],
  [head => head[0] === 0x1f && head[1] === 0x8b, 'is compressed', 'unpack it first, for instance with `gunzip`'],
  [
    // In a text trace, a number in brackets is that of a call, with -n, and a process or worker is who makes it.
    (_, text) => /^\s*\[(?! *(?:\d+|\?+)\] |(?:pid|worker) \d)|^\s*\{[\s\S]{0,1000}"traceEvents"\s*:/.test(text),
    'is a trace in Chrome’s format, which does not hold the lines of calls',
    'compare text traces, .ndjson traces or recordings',
  ],
  [
    // In the text of a call, the quotes would be escaped.
    (_, text) => /^\s*\{/.test(text) && /"\$schema"\s*:\s*"https:\/\/www\.speedscope\.app\//.test(text),
    'is a speedscope profile, which does not hold the lines of calls',
    'compare text traces, .ndjson traces or recordings',
  ],
  [
    head => head.includes(0),
    'is not a trace',
    'name what `hostcall trace -o FILE` or `hostcall record -o FILE` has written',
  ],
];

/**
 * Opens a trace.
 * @param name a path, or `-` for standard input
 * @param stringSize how many bytes of strings a recording shows
 * @param progress is told how far it is where all of it has to be read at once
 * @throws CommandLineError if it can't be read, or is something else
 */
export function openTrace(name: string, stringSize: number, progress: Progress): TraceInput {
  const fd = named(name, () => (name === '-' ? 0 : openSync(name, 'r')));
  let content: Content;
  try {
    content = named(name, () => contentOf(fd, name, progress));
  } finally {
    if (fd !== 0) closeSync(fd);
  }
  const text = content.head.toString('latin1');
  if (text.startsWith(RECORDING)) return openRecording(name, content, stringSize);
  const steps = /^\s*\{/.test(text) ? stepsOfJson : stepsOfText;
  return {
    name: printable(name),
    whole: false,
    size: content.size,
    items: advance => checked(name, steps(lines(told(content.chunks(), advance)))),
  };
}

/** Chunks, and how long each is. */
function* told(chunks: Iterable<Buffer>, advance?: Advance): Generator<Buffer> {
  for (const chunk of chunks) {
    yield chunk;
    advance?.(chunk.length);
  }
}

function openRecording(name: string, content: Content, stringSize: number): TraceInput {
  const refuse = (error: unknown) => (error instanceof Error ? unusable(name, error) : error);
  try {
    const recording = readRecording(content.whole());
    return {
      name: printable(name),
      whole: true,
      size: recording.callCount ?? 0,
      *items(advance) {
        try {
          for (const item of stepsOfRecording(recording, stringSize)) {
            yield item;
            advance?.(1);
          }
        } catch (error) {
          throw refuse(error);
        }
      },
    };
  } catch (error) {
    throw refuse(error);
  }
}

/** The bytes of a file. */
interface Content {
  readonly head: Buffer;
  readonly size: number;
  /** All of them. */
  whole(): Uint8Array;
  /** Gives all of them, in pieces that are overwritten when the next one is asked for. */
  chunks(): Generator<Buffer>;
}

/** @throws CommandLineError for what begins as no trace does */
function requireTrace(head: Buffer, name: string): void {
  const text = head.toString('latin1');
  if (text.startsWith(RECORDING)) return;
  for (const [applies, problem, remedy] of NO_TRACES)
    if (applies(head, text)) throw new CommandLineError(`${name} ${problem}`, remedy);
}

/** What cannot be read twice is kept, once its beginning says that it is worth it: a device may have no end. */
function contentOf(fd: number, name: string, progress: Progress): Content {
  const stat = fstatSync(fd);
  if (fd !== 0 && stat.isFile()) {
    const buffer = Buffer.alloc(HEAD);
    const head = buffer.subarray(0, readSync(fd, buffer, 0, HEAD, 0));
    requireTrace(head, name);
    return {
      head,
      size: stat.size,
      whole: () => readWholeFile(name, TRACE, MOST_GIB, progress),
      chunks: () => fileChunks(name),
    };
  }
  const pieces: Buffer[] = [];
  let size = 0;
  let looked = false;
  progress.begin(`reading ${name}`, undefined, 'bytes');
  for (const piece of descriptorChunks(fd, name)) {
    pieces.push(piece);
    size += piece.length;
    progress.advance(piece.length);
    if (looked || size < HEAD) continue;
    looked = true;
    requireTrace(Buffer.concat(pieces).subarray(0, HEAD), name);
  }
  const all = Buffer.concat(pieces);
  if (!looked) requireTrace(all, name);
  return {
    head: all.subarray(0, HEAD),
    size,
    whole: () => all,
    *chunks() {
      yield all;
    },
  };
}

function* fileChunks(name: string): Generator<Buffer> {
  const fd = openSync(name, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    for (let size = readSync(fd, buffer); size > 0; size = readSync(fd, buffer)) yield buffer.subarray(0, size);
  } finally {
    closeSync(fd);
  }
}

/** Of a pipe or a terminal, each chunk in a buffer of its own. */
function* descriptorChunks(fd: number, name: string): Generator<Buffer> {
  for (let total = 0; ; ) {
    const buffer = Buffer.allocUnsafe(HEAD);
    try {
      const size = readSync(fd, buffer);
      if (size === 0) return;
      total += size;
      if (total > MOST_GIB * 2 ** 30)
        throw new CommandLineError(
          `${name} has more than ${MOST_GIB} GiB, which is more than hostcall keeps of what it cannot read twice`,
          'write it into a file first',
        );
      yield buffer.subarray(0, size);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/**
 * The lines of a text, without their newlines.
 * @throws TraceFormatError at one that is too long to be looked at
 */
function* lines(chunks: Iterable<Buffer>): Generator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  let number = 1;
  const add = (piece: string) => {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST_LINE) throw new TraceFormatError(number, `is longer than ${LONGEST_LINE} characters`);
  };
  const take = () => {
    const line = pieces.join('');
    pieces = [];
    length = 0;
    number++;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      add(text.slice(start, end));
      yield take();
      start = end + 1;
    }
    add(text.slice(start));
  }
  add(decoder.decode());
  if (length > 0) yield take();
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(name, TRACE, error);
  }
}

/** Adds the file's name to an error about its contents. */
function* checked(name: string, items: Iterable<TraceItem>): Generator<TraceItem> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TraceFormatError') throw error;
    throw new CommandLineError(
      `${name}, line ${(error as Error & { line: number }).line}, ${error.message}`,
      'name what `hostcall trace -o FILE` or `hostcall record -o FILE` has written',
      ExitStatus.usage,
      { cause: error },
    );
  }
}
