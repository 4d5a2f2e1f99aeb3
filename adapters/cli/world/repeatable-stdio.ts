import { attemptWhenReady, moveRest } from '../../../application/hostcalls/index.js';
import {
  Errno,
  type Iovecs,
  type Ports,
  type Stdio,
  type Stream,
  StreamBase,
  type Waiting,
} from '../../../domain/index.js';
import { bytesInput } from '../../memory/inputs.js';

/**
 * The host's stdio as far as it is the same in every run: what is in it, but not whether it is a terminal, a pipe or a file, and in which pieces
 * it comes. It waits by itself, whatever time it is for the guest.
 */
export function repeatableStdio({
  stdio: { stdin, stdout, stderr },
  waiting,
}: Pick<Ports, 'stdio' | 'waiting'>): Stdio {
  return {
    stdin: new WholeInput(stdin, waiting),
    stdout: new PlainOutput(stdout, waiting),
    stderr: new PlainOutput(stderr, waiting),
  };
}

class PlainOutput extends StreamBase {
  readonly #stream: Stream;
  readonly #waiting: Waiting;

  constructor(stream: Stream, waiting: Waiting) {
    super();
    this.#stream = stream;
    this.#waiting = waiting;
  }

  override write(from: Iovecs): number {
    const written = this.#stream.write(from);
    const room = { source: this.#stream, event: 'write' } as const;
    return moveRest(this.#waiting, room, from, written, rest => this.#stream.write(rest));
  }
}

/** All of it is read to its end when the guest first asks for some. */
class WholeInput extends StreamBase {
  readonly #stream: Stream;
  readonly #waiting: Waiting;
  #content: Stream | undefined;
  /** Why it could not be read. */
  #errno = 0;

  constructor(stream: Stream, waiting: Waiting) {
    super();
    this.#stream = stream;
    this.#waiting = waiting;
  }

  override read(into: Iovecs): number {
    const got = this.#whole().read(into);
    return got === 0 && into.total > 0 ? this.#errno : got;
  }

  override readable(): number {
    return this.#whole().readable();
  }

  override writable(): boolean {
    return false;
  }

  /** All of it is there. */
  hungUp(): boolean {
    return true;
  }

  #whole(): Stream {
    if (this.#content === undefined) {
      const { bytes, errno } = readAll(this.#stream, this.#waiting);
      this.#content = bytesInput(bytes);
      this.#errno = errno;
    }
    return this.#content;
  }
}

function readAll(stream: Stream, waiting: Waiting): { bytes: Uint8Array; errno: number } {
  let bytes = new Uint8Array(65_536);
  for (let done = 0; ; ) {
    const length = bytes.length - done;
    const room = { array: bytes, count: 1, offsets: [done], lengths: [length], total: length };
    let got = stream.read(room);
    if (got === -Errno.EAGAIN)
      got = attemptWhenReady(waiting, { source: stream, event: 'read' }, () => stream.read(room));
    if (got <= 0) return { bytes: bytes.subarray(0, done), errno: got };
    done += got;
    if (done < bytes.length) continue;
    const larger = new Uint8Array(2 * done);
    larger.set(bytes);
    bytes = larger;
  }
}
