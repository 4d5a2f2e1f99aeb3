import { gather, type Iovecs, MAX_TRANSFER, scatter } from '../../domain/index.js';

import type { HostCalls } from './host-calls.js';

/** Up to this many bytes, several buffers go through one of the host's: a copy costs less than the views that readv and writev want. */
const SCRATCH_BYTES = 64 * 1024;

/** Moves bytes between a host descriptor and the buffers of a scattered read or a gathered write: one host call for one buffer or many. */
export class Transfer {
  readonly #host: HostCalls;
  #scratch: Uint8Array | undefined;

  constructor(host: HostCalls) {
    this.#host = host;
  }

  /**
   * One read, at `position` or, for null, where the host's offset is.
   * @returns bytes, or a negative errno
   */
  read(fd: number, into: Iovecs, position: number | null): number {
    const { array, count, offsets, lengths, total } = into;
    if (count === 1) return this.#host.read(fd, array, offsets[0] as number, lengths[0] as number, position);
    if (total > SCRATCH_BYTES) return this.#host.readv(fd, views(into), position);
    this.#scratch ??= new Uint8Array(SCRATCH_BYTES);
    const got = this.#host.read(fd, this.#scratch, 0, total, position);
    scatter(this.#scratch, 0, got, into);
    return got;
  }

  /**
   * One write, at `position` or, for null, where the host's offset is.
   * @returns bytes, which may be fewer than there are, or a negative errno
   */
  write(fd: number, from: Iovecs, position: number | null): number {
    const { array, count, offsets, lengths, total } = from;
    if (count === 1) return this.#host.write(fd, array, offsets[0] as number, lengths[0] as number, position);
    if (total > SCRATCH_BYTES) return this.#host.writev(fd, views(from), position);
    this.#scratch ??= new Uint8Array(SCRATCH_BYTES);
    gather(from, this.#scratch, 0);
    return this.#host.write(fd, this.#scratch, 0, total, position);
  }
}

/** Views of the buffers, as many as one host call takes. */
function views({ array, count, offsets, lengths }: Iovecs): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let room = MAX_TRANSFER;
  for (let i = 0; i < count && room > 0; i++) {
    const offset = offsets[i] as number;
    const length = Math.min(lengths[i] as number, room);
    parts.push(array.subarray(offset, offset + length));
    room -= length;
  }
  return parts;
}
