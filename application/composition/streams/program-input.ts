import {
  Errno,
  encodeUtf8,
  Filetype,
  type Iovecs,
  NOT_READY,
  Notifier,
  StreamBase,
  scatter,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { hasMethods } from '../../options/index.js';

/** What there is to be read next: text, which is encoded as UTF-8, or bytes; null or undefined at the end. */
export type InputChunk = string | Uint8Array | null | undefined;

/** A stream of the standard for streams in browsers, which Node has too: https://streams.spec.whatwg.org/#rs-class */
export interface ReadableSource {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: string | Uint8Array | undefined }>;
    releaseLock(): void;
  };
}

/**
 * Where a program's input comes from, if it is not a `Stream` of an adapter: a web stream, a `Readable` of Node, any other asynchronous iterable, or
 * a function that is called for each chunk and may return a promise.
 */
export type ProgramInput =
  | ReadableSource
  | AsyncIterable<string | Uint8Array>
  | (() => InputChunk | Promise<InputChunk>);

/** The source of a {@link ProgramInput}. */
interface Source {
  next(): InputChunk | Promise<InputChunk>;
  /** Lets go of the source; what has not been read is handed back if the source takes it. */
  release(rest: Uint8Array): void;
}

/** Whether something can be a program's input. */
export function isProgramInput(value: unknown): value is ProgramInput {
  if (typeof value === 'function' || hasMethods(value, 'getReader')) return true;
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

const NOTHING = new Uint8Array(0);

/**
 * A stream that is read from what the embedder has. Nothing is taken from the source before the program asks for it. When the program ends, the source stays
 * open, so that another program can go on with it.
 */
export class InputStream extends StreamBase {
  override readonly filetype: number;
  override readonly terminal: boolean;
  readonly handle = new Notifier();
  readonly #source: Source;
  readonly #suspends: boolean;
  readonly #report: (error: unknown) => void;
  #bytes: Uint8Array = NOTHING;
  #taken = 0;
  #asked = false;
  #ended = false;
  #failed = false;

  /**
   * @param suspends whether the program is suspended where it waits, and not its thread blocked
   * @param report is told of errors of the source
   * @param name how messages call it
   * @throws ConfigurationError if the thread is blocked, in which the source could not go on
   */
  constructor(input: ProgramInput, suspends: boolean, report: (error: unknown) => void, name: string) {
    super();
    if (!suspends && typeof input !== 'function')
      throw new ConfigurationError(
        `${name} is asynchronous, and can give nothing while the program blocks the thread`,
        "pass waiting: 'suspend', or run the program in a worker",
      );
    this.#source = sourceOf(input, report);
    this.#report = report;
    this.#suspends = suspends;
    this.terminal = (input as { readonly isTTY?: unknown }).isTTY === true;
    this.filetype = this.terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN;
  }

  override read(into: Iovecs): number {
    if (into.total === 0) return 0;
    const available = this.readable();
    if (available === NOT_READY) return -Errno.EAGAIN;
    if (available < 0) {
      this.#failed = false;
      return available;
    }
    const got = Math.min(into.total, available);
    scatter(this.#bytes, this.#taken, got, into);
    this.#taken += got;
    return got;
  }

  override readable(): number {
    while (this.#taken === this.#bytes.length) {
      if (this.#failed) return -Errno.EIO;
      if (this.#ended) return 0;
      if (this.#asked || !this.#ask()) return NOT_READY;
    }
    return this.#bytes.length - this.#taken;
  }

  override writable(): boolean {
    return false;
  }

  override close(): void {
    this.#source.release(this.#bytes.subarray(this.#taken));
    this.#bytes = NOTHING;
    this.#taken = 0;
  }

  /** @returns whether there is an answer already */
  #ask(): boolean {
    try {
      const answer = this.#source.next();
      if (!(answer instanceof Promise)) {
        this.#take(answer);
        return true;
      }
      if (!this.#suspends)
        throw new ConfigurationError(
          'the function that gives the input has returned a promise, and the program blocks the thread',
          "pass waiting: 'suspend', or return the text or the bytes",
        );
      this.#asked = true;
      answer.then(
        chunk => this.#arrived(() => this.#take(chunk)),
        error => this.#arrived(() => this.#fail(error)),
      );
      return false;
    } catch (error) {
      this.#fail(error);
      return true;
    }
  }

  #arrived(how: () => void): void {
    this.#asked = false;
    how();
    this.handle.notify();
  }

  /** An error of the source is the program's `EIO`, and not lost for the embedder. */
  #fail(error: unknown): void {
    this.#failed = true;
    this.#ended = true;
    this.#report(error);
  }

  /** An empty chunk does not count; the next one is read. */
  #take(chunk: InputChunk): void {
    this.#ended = chunk === null || chunk === undefined;
    this.#bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : (chunk ?? NOTHING);
    this.#taken = 0;
  }
}

function sourceOf(input: ProgramInput, report: (error: unknown) => void): Source {
  if (typeof input === 'function') return { next: input, release: () => {} };
  if (hasMethods(input, 'getReader')) return readerOf(input as ReadableSource);
  if (hasMethods(input, 'read', 'unshift', 'on', 'off')) return readableOf(input as unknown as NodeReadable);
  return iteratorOf(input as AsyncIterable<string | Uint8Array>, report);
}

function readerOf(source: ReadableSource): Source {
  const reader = source.getReader();
  return {
    next: () => reader.read().then(({ done, value }) => (done ? null : value)),
    release: () => reader.releaseLock(),
  };
}

/** The part of a `Readable` of Node that is needed: https://nodejs.org/api/stream.html#readable-streams */
interface NodeReadable {
  read(): string | Uint8Array | null;
  unshift(chunk: Uint8Array): void;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  readonly errored?: Error | null;
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
}

const CHANGES = ['readable', 'end', 'close', 'error'] as const;

/** Its asynchronous iterator would end the stream, or lose what it has taken and not given. */
function readableOf(source: NodeReadable): Source {
  let failed: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failed = { error };
  };
  source.on('error', fail);
  const changed = () =>
    new Promise<void>(resolve => {
      const listener = () => {
        for (const event of CHANGES) source.off(event, listener);
        resolve();
      };
      for (const event of CHANGES) source.on(event, listener);
    });
  const next = (): InputChunk | Promise<InputChunk> => {
    const chunk = source.read();
    if (chunk !== null) return chunk;
    const error = failed?.error ?? source.errored;
    if (error) return Promise.reject(error);
    return source.readableEnded || source.destroyed ? null : changed().then(next);
  };
  return {
    next,
    release(rest) {
      if (rest.length > 0) source.unshift(rest);
      // An error is emitted after it has been noted.
      if (!source.errored) source.off('error', fail);
    },
  };
}

function iteratorOf(source: AsyncIterable<string | Uint8Array>, report: (error: unknown) => void): Source {
  let iterator: AsyncIterator<string | Uint8Array> | undefined;
  return {
    next() {
      iterator ??= source[Symbol.asyncIterator]();
      return iterator.next().then(({ done, value }) => (done === true ? null : value));
    },
    release() {
      iterator?.return?.().catch(report);
      iterator = undefined;
    },
  };
}
