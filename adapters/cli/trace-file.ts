/** The files that contain the calls of a program. The kind of a file is recognised by its beginning, not its name. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandLineError } from './command-line-error.js';
import { unreadable } from './input-file.js';
import type { Progress } from './terminal/progress.js';

/** A recording or a trace that can be read more than once. */
export interface TraceFile {
  /** As it was named: a path, or `-`. */
  readonly path: string;
  readonly kind: 'recording' | 'text' | 'ndjson';
  /** Bytes. */
  readonly size: number;
  /** All of it, if it cannot be read from its path again: it came through a pipe. */
  readonly kept: Uint8Array | undefined;
  /** Returns all of it, in pieces that are overwritten by the next one. */
  chunks(): Generator<Buffer>;
}

type Content = Omit<TraceFile, 'path' | 'kind'> & { readonly head: Buffer };

const CHUNK = 1 << 16;
/** So much is read of what cannot be read twice. */
const MOST_GIB = 2;
/** How much of a file is looked at to see what it is. */
const HEAD = 1 << 16;
/** How a recording begins. */
const RECORDING = '\x89hcr';
const TRACE = { what: 'trace', inDirectory: 'name a trace in it' };

/** The kinds of files that hold no calls to look at, and what to do instead. */
const NO_TRACES: readonly [(head: Buffer, text: string) => boolean, string, string][] = [
  [head => head.length === 0, 'is empty', 'trace the program again, with `hostcall trace -o FILE`'],
  [
    head => head.toString('latin1', 0, 4) === '\0asm',
    'is a program, not a trace of one',
    'trace it first, with `hostcall trace -o FILE`',
  ],
  [head => head[0] === 0x1f && head[1] === 0x8b, 'is compressed', 'unpack it first, for instance with `gunzip`'],
  [
    // In a text trace, a number in brackets is that of a call, with -n, and a process or worker is the caller.
    (_, text) => /^\s*\[(?! *(?:\d+|\?+)\] |(?:pid|worker) \d)|^\s*\{[\s\S]{0,1000}"traceEvents"\s*:/.test(text),
    'is a trace in Chrome’s format, which does not hold the lines of calls',
    'name a text trace, an .ndjson trace or a recording',
  ],
  [
    // In the text of a call, the quotes would be escaped.
    (_, text) => /^\s*\{/.test(text) && /"\$schema"\s*:\s*"https:\/\/www\.speedscope\.app\//.test(text),
    'is a speedscope profile, which does not hold the lines of calls',
    'name a text trace, an .ndjson trace or a recording',
  ],
  [
    head => head.includes(0),
    'is not a trace',
    'name what `hostcall trace -o FILE` or `hostcall record -o FILE` has written',
  ],
];

/**
 * Opens a trace.
 * @param path of the file, or `-` for standard input
 * @param progress is told how far it is where all of it has to be read at once
 * @throws CommandLineError if it can't be read, or is something else
 */
export function openTraceFile(path: string, progress: Progress): TraceFile {
  const fd = named(path, () => (path === '-' ? 0 : openSync(path, 'r')));
  try {
    const { head, ...content } = named(path, () => contentOf(fd, path, progress));
    return { path, kind: kindOf(head.toString('latin1')), ...content };
  } finally {
    if (fd !== 0) closeSync(fd);
  }
}

function kindOf(head: string): TraceFile['kind'] {
  if (head.startsWith(RECORDING)) return 'recording';
  return /^\s*\{/.test(head) ? 'ndjson' : 'text';
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
      kept: undefined,
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
    kept: all,
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

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(name, TRACE, error);
  }
}
