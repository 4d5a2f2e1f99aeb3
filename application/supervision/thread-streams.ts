/** The standard streams of a program, in the thread that runs it. */
import { Errno, Filetype, type Iovecs, NOT_READY, StreamBase } from '../../domain/index.js';
import type { OutputName, RunMemory } from './run-memory.js';

/** The messages of a thread's streams. */
type StreamMessage =
  | { readonly kind: 'output'; readonly output: OutputName; readonly bytes: Uint8Array }
  | { readonly kind: 'room' };

/** Is read from what the other thread gives. */
export class ThreadInput extends StreamBase {
  override readonly filetype: number;
  override readonly terminal: boolean;
  readonly #memory: RunMemory;
  readonly #post: (message: StreamMessage) => void;

  /** @param terminal whether the program takes it for a terminal */
  constructor(memory: RunMemory, post: (message: StreamMessage) => void, terminal = false) {
    super();
    this.terminal = terminal;
    this.filetype = filetypeOf(terminal);
    this.#memory = memory;
    this.#post = post;
  }

  override read(into: Iovecs): number {
    if (into.total === 0) return 0;
    const available = this.readable();
    if (available === NOT_READY) return -Errno.EAGAIN;
    const got = Math.min(available, into.total);
    this.#memory.read(into, got);
    if (got > 0 && this.#memory.roomWanted()) this.#post({ kind: 'room' });
    return got;
  }

  override readable(): number {
    // The end is checked first: everything before it has arrived then.
    const ended = this.#memory.inputEnded;
    const { available } = this.#memory;
    return available === 0 && !ended ? NOT_READY : available;
  }

  override writable(): boolean {
    return false;
  }

  hungUp(): boolean {
    return this.#memory.inputEnded;
  }
}

/** Sends what is written to the other thread, as much at a time as a pipe would hold. */
export class ThreadOutput extends StreamBase {
  override readonly filetype: number;
  override readonly terminal: boolean;
  readonly #output: OutputName;
  readonly #memory: RunMemory;
  readonly #post: (message: StreamMessage) => void;

  /** @param terminal whether the program takes it for a terminal */
  constructor(output: OutputName, memory: RunMemory, post: (message: StreamMessage) => void, terminal = false) {
    super();
    this.terminal = terminal;
    this.filetype = filetypeOf(terminal);
    this.#output = output;
    this.#memory = memory;
    this.#post = post;
  }

  override write(from: Iovecs): number {
    const room = this.#memory.room(this.#output);
    if (room < 0) return -Errno.EPIPE;
    if (from.total === 0) return 0;
    if (room === 0) return -Errno.EAGAIN;
    const bytes = firstBytes(from, room);
    // Posting can transfer the bytes, and then there are none here.
    const { length } = bytes;
    this.#memory.sent(this.#output, length);
    this.#post({ kind: 'output', output: this.#output, bytes });
    return length;
  }

  override writable(): boolean {
    return this.#memory.room(this.#output) !== 0;
  }

  hungUp(): boolean {
    return this.#memory.room(this.#output) < 0;
  }
}

/** A copy of the first bytes of some buffers. */
function firstBytes(from: Iovecs, most: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(from.total, most));
  let at = 0;
  for (let i = 0; i < from.count && at < bytes.length; i++) {
    const offset = from.offsets[i] as number;
    const length = Math.min(from.lengths[i] as number, bytes.length - at);
    bytes.set(from.array.subarray(offset, offset + length), at);
    at += length;
  }
  return bytes;
}

function filetypeOf(terminal: boolean): number {
  return terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN;
}
