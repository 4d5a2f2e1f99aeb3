import { Errno, Filetype, gather, type Iovecs, Notifier, StreamBase } from '../../../domain/index.js';
import { hasMethods } from '../../options/index.js';

/** A stream of the standard for streams in browsers, which Node has too: https://streams.spec.whatwg.org/#ws-class */
export interface WritableTarget {
  getWriter(): { write(chunk: Uint8Array): Promise<unknown>; readonly ready: Promise<unknown>; releaseLock(): void };
}

/** The part of a `Writable` of Node that is needed: https://nodejs.org/api/stream.html#writable-streams */
export interface NodeWritable {
  write(chunk: Uint8Array): boolean;
  once(event: 'drain', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  off(event: 'error', listener: (error: unknown) => void): unknown;
}

/**
 * Where a program's output goes, if it is not a `Stream` of an adapter: a web stream, a `Writable` of Node, or a function that gets each write as
 * bytes of its own, and may return a promise.
 */
export type ProgramOutput = WritableTarget | NodeWritable | ((bytes: Uint8Array) => unknown);

/** The target of a {@link ProgramOutput}. */
interface Target {
  /** @returns a promise of the time when the next bytes are welcome; undefined if they are now */
  write(bytes: Uint8Array): Promise<unknown> | undefined;
  release(): void;
}

/** Whether something can be a program's output. */
export function isProgramOutput(value: unknown): value is ProgramOutput {
  return (
    typeof value === 'function' || hasMethods(value, 'getWriter') || hasMethods(value, 'write', 'once', 'on', 'off')
  );
}

/**
 * A stream that writes to what the embedder has. While the target has enough, a program that is suspended where it waits does wait; one that blocks the
 * thread goes on, and the target keeps what it is given. After an error of the target, writing is `-EPIPE`. When the program ends, the target stays open.
 */
export class OutputStream extends StreamBase {
  override readonly filetype: number;
  override readonly terminal: boolean;
  readonly handle = new Notifier();
  readonly #target: Target;
  readonly #suspends: boolean;
  #busy = false;
  #broken = false;

  /** @param suspends whether the program is suspended where it waits, and not its thread blocked */
  constructor(output: ProgramOutput, suspends: boolean) {
    super();
    this.#target = targetOf(output, () => this.#break());
    this.#suspends = suspends;
    this.terminal = (output as { readonly isTTY?: unknown }).isTTY === true;
    this.filetype = this.terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN;
  }

  override write(from: Iovecs): number {
    if (this.#broken) return -Errno.EPIPE;
    if (this.#busy) return -Errno.EAGAIN;
    if (from.total === 0) return 0;
    const bytes = new Uint8Array(from.total);
    gather(from, bytes, 0);
    try {
      const welcome = this.#target.write(bytes);
      if (welcome !== undefined) this.#wait(welcome);
      return from.total;
    } catch {
      this.#break();
      return -Errno.EPIPE;
    }
  }

  override readable(): number {
    return 0;
  }

  override writable(): boolean {
    return this.#broken || !this.#busy;
  }

  hungUp(): boolean {
    return this.#broken;
  }

  override close(): void {
    this.#target.release();
  }

  #wait(welcome: Promise<unknown>): void {
    this.#busy = this.#suspends;
    welcome.then(
      () => {
        this.#busy = false;
        this.handle.notify();
      },
      () => this.#break(),
    );
  }

  #break(): void {
    this.#broken = true;
    this.#busy = false;
    this.handle.notify();
  }
}

function targetOf(output: ProgramOutput, broken: () => void): Target {
  if (typeof output === 'function') {
    return {
      write(bytes) {
        const answer = output(bytes);
        return answer instanceof Promise ? answer : undefined;
      },
      release: () => {},
    };
  }
  return hasMethods(output, 'getWriter')
    ? writerOf(output as WritableTarget, broken)
    : writableOf(output as NodeWritable, broken);
}

function writerOf(target: WritableTarget, broken: () => void): Target {
  const writer = target.getWriter();
  return {
    write(bytes) {
      writer.write(bytes).catch(broken);
      return writer.ready;
    },
    release: () => writer.releaseLock(),
  };
}

function writableOf(target: NodeWritable, broken: () => void): Target {
  target.on('error', broken);
  return {
    write: bytes => (target.write(bytes) ? undefined : new Promise<void>(resolve => target.once('drain', resolve))),
    release: () => target.off('error', broken),
  };
}
