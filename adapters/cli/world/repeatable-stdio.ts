import { type Iovecs, type Stdio, type Stream, StreamBase } from '../../../domain/index.js';
import { bytesInput } from '../../memory/inputs.js';

/**
 * The host's stdio as far as it is the same in every run: what is in it, but not whether it is a terminal, a pipe or a file, and in which pieces
 * it comes.
 */
export function repeatableStdio({ stdin, stdout, stderr }: Stdio): Stdio {
  return { stdin: new WholeInput(stdin), stdout: new PlainOutput(stdout), stderr: new PlainOutput(stderr) };
}

class PlainOutput extends StreamBase {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    super();
    this.#stream = stream;
  }

  override write(from: Iovecs, _nonblocking: boolean): number {
    return this.#stream.write(from, false);
  }
}

/** All of it is read to its end when the guest first asks for some. */
class WholeInput extends StreamBase {
  readonly #stream: Stream;
  #content: Stream | undefined;
  /** Why it could not be read. */
  #errno = 0;

  constructor(stream: Stream) {
    super();
    this.#stream = stream;
  }

  override read(into: Iovecs, nonblocking: boolean): number {
    const got = this.#whole().read(into, nonblocking);
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
      const { bytes, errno } = readAll(this.#stream);
      this.#content = bytesInput(bytes);
      this.#errno = errno;
    }
    return this.#content;
  }
}

function readAll(stream: Stream): { bytes: Uint8Array; errno: number } {
  let bytes = new Uint8Array(65_536);
  for (let done = 0; ; ) {
    const length = bytes.length - done;
    const got = stream.read({ array: bytes, count: 1, offsets: [done], lengths: [length], total: length }, false);
    if (got <= 0) return { bytes: bytes.subarray(0, done), errno: got };
    done += got;
    if (done < bytes.length) continue;
    const larger = new Uint8Array(2 * done);
    larger.set(bytes);
    bytes = larger;
  }
}
