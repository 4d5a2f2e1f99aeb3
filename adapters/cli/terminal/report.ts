/**
 * What the command line writes, and how it reports an error: in one line,
 * `hostcall: what was wrong; what to do`.
 */
import { writeSync } from 'node:fs';
import { abridged, printable, printableLines } from '../../../application/text/index.js';
import type { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { yieldTo } from './progress.js';

/**
 * Writes text or bytes to a descriptor of this process, all of it, before returning. A closed reader is not an error: there is nobody
 * left to tell.
 * @param fd 1 or 2
 * @throws what the host says when it can't be written, such as on a full disk
 */
export function write(fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  if (bytes.length > 0) yieldTo(fd);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      // A pipe that another process has set to non-blocking is full: give its reader a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Prints a text on stdout, ended by a newline. What of it a terminal would obey is escaped, but for line breaks. */
export function print(text: string): void {
  write(1, `${printableLines(text)}\n`);
}

/** Tells lines on stderr, each escaped. */
export function tell(lines: readonly string[]): void {
  if (lines.length > 0) write(2, `${lines.map(printable).join('\n')}\n`);
}

/** So long is what is told of an error at most: names in it may have any length. */
const LONGEST_COMPLAINT = 10_000;

/**
 * Tells on stderr, in one line, what went wrong. Where that can't be written, the exit status alone has to tell.
 * @param message the line but for `hostcall: `; line breaks become spaces, and what a terminal would obey is escaped: parts of it may come from
 * a file that another program has made
 */
export function complain(message: string): void {
  const line = message
    .split('\n')
    .map(each => each.trim())
    .join(' ');
  writeIfPossible(`hostcall: ${abridged(printable(line), LONGEST_COMPLAINT)}\n`);
}

/** An error and its stack, a line for each frame: a message, or a function of a guest, may have line breaks in its name. */
function stackOf(error: Error): string {
  const { prepareStackTrace } = Error;
  // V8 asks when a stack is first looked at.
  Error.prepareStackTrace = ({ name, message }, sites) =>
    [abridged(`${name}: ${message}`, LONGEST_COMPLAINT), ...sites.map(site => `    at ${site}`)]
      .map(printable)
      .join('\n');
  try {
    return printableLines(String(error.stack ?? error));
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function writeIfPossible(text: string): void {
  try {
    write(2, text);
  } catch {
    // There is nowhere else to report it.
  }
}

/**
 * Reports an error that ended a command.
 * @param error whatever was thrown
 * @param debug show the stack and its causes as well
 * @returns the exit status
 */
export function report(error: unknown, debug: boolean): number {
  const { message, status, below = [] } = explain(error);
  complain(message);
  if (below.length > 0) writeIfPossible(`${below.map(printable).join('\n')}\n`);
  if (debug)
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      writeIfPossible(`${stackOf(cause)}\n`);
  return status;
}

// By name, since each command has its own copy of the classes.
function explain(error: unknown): { message: string; status: number; below?: readonly string[] } {
  if (!(error instanceof Error))
    return {
      message: `something unexpected was thrown: ${String(error)}; this is probably a bug in hostcall`,
      status: ExitStatus.failure,
    };
  if (error.name === 'CommandLineError') {
    const { message, status, below } = error as CommandLineError;
    return { message, status, below };
  }
  if (error.name === 'ConfigurationError') return { message: error.message, status: ExitStatus.usage };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EMFILE' || code === 'ENFILE')
    return {
      message: 'the host is out of file descriptors; close some, or raise the limit (`ulimit -n`)',
      status: ExitStatus.failure,
    };
  if (syscall === 'write')
    return {
      message: `the output can't be written: ${error.message}; send it to where there is room`,
      status: ExitStatus.failure,
    };
  return {
    message: `${error.message}; this is probably a bug in hostcall, and --debug shows where`,
    status: ExitStatus.failure,
  };
}
